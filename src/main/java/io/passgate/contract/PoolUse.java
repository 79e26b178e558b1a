package io.passgate.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.YearMonth;

/**
 * What is used of the capacity minutes of a month, as the license backend knows it. Immutable.
 *
 * @param month which (UTC)
 * @param yours minutes used by the site that asked: its own count is never below
 * @param all minutes used by all sites of the license
 */
public record PoolUse(YearMonth month, long yours, long all) {
    static PoolUse read(Members members) throws ContractException {
        members.exactly("month", "yours", "all");
        return new PoolUse(
                members.month("month"),
                members.integer("yours", 0, Definition.MOST_SEQ),
                members.integer("all", 0, Definition.MOST_SEQ));
    }

    ObjectNode write() {
        return StrictJson.newObject()
                .put("month", month.toString())
                .put("yours", yours)
                .put("all", all);
    }
}
