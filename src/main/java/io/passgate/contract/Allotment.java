package io.passgate.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.passgate.license.Capacity;
import java.util.regex.Pattern;

/**
 * How much of one thing a license grants. Immutable.
 *
 * @param name what is granted: {@code professional}, {@code analyzer}, {@code analyzer_time}, …
 * @param units how many: users, or minutes a month
 * @param overage how many more may be used beyond them; {@link #UNLIMITED} for any number
 */
public record Allotment(String name, int units, int overage) {
    /** The overage that knows no bound. */
    public static final int UNLIMITED = Capacity.UNLIMITED;

    /** The most of anything. */
    static final int MOST = 1_000_000_000;

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");

    /** So many units and none beyond. */
    public static Allotment of(String name, int units) {
        return new Allotment(name, units, 0);
    }

    static Allotment read(Members members) throws ContractException {
        members.exactly("name", "units", "overage");
        return new Allotment(
                members.text("name", NAME, "a name of lower case letters, digits and underscores"),
                (int) members.integer("units", 0, MOST),
                (int) members.integer("overage", UNLIMITED, MOST));
    }

    ObjectNode write() {
        return StrictJson.newObject().put("name", name).put("units", units).put("overage", overage);
    }
}
