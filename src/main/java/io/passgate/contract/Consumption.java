package io.passgate.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.YearMonth;

/**
 * How many minutes of analyzer capacity one site has used in a month (UTC), all of them so far. Immutable.
 *
 * @param month which
 * @param minutes as many
 */
public record Consumption(YearMonth month, long minutes) {
    static Consumption read(Members members) throws ContractException {
        members.exactly("month", "minutes");
        return new Consumption(members.month("month"), members.integer("minutes", 0, Definition.MOST_SEQ));
    }

    ObjectNode write() {
        return StrictJson.newObject().put("month", month.toString()).put("minutes", minutes);
    }
}
