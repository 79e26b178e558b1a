package io.passgate.contract;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The attributes that a line of a License Enabler File may have, and what its value and days may be (domain.md §4.3, decision
 * 27).
 */
public enum EnablerAttribute {
    /** The number of this file among those of its license, and the day it was signed. */
    ISSUE(1, Definition.MOST_SEQ, Day.REQUIRED, Day.NONE),
    /** The level of the product, and the last day of maintenance. */
    PRODUCTLEVEL("50", Day.NONE, Day.OPTIONAL),
    TOKENS(0, Allotment.MOST, Day.OPTIONAL, Day.OPTIONAL),
    PROFESSIONAL(0, Allotment.MOST, Day.OPTIONAL, Day.OPTIONAL),
    ANALYZER(0, Allotment.MOST, Day.OPTIONAL, Day.OPTIONAL),
    /** From when and until when the license holds. */
    TIMELIMIT("", Day.OPTIONAL, Day.REQUIRED),
    /** What a site may loosen: parallel sessions per user. */
    PARALLEL(1, Definition.MOST_LOOSENED, Day.OPTIONAL, Day.OPTIONAL),
    /** What a site may loosen: how many exempt users it may name. */
    EXEMPTUSERS(0, Definition.MOST_LOOSENED, Day.OPTIONAL, Day.OPTIONAL),
    /** What a site may loosen: anonymous users. */
    ANONYMOUS("YES", Day.OPTIONAL, Day.OPTIONAL),
    /** What a site may loosen: shadow mode or off. */
    SHADOW("", Day.OPTIONAL, Day.REQUIRED);

    private static final Pattern CAL = Pattern.compile("(^|[ _])CALS?($|[ _])");
    private static final Pattern CAPACITY = Pattern.compile("ANALYZER.*(TIME|CAPACITY|MINUTES)");

    private static final Pattern NUMBER = Pattern.compile("0|[1-9]\\d{0,15}");

    private final String word;
    private final long least;
    private final long most;
    private final Day from;
    private final Day to;

    /** An attribute whose value is that word, or empty. */
    EnablerAttribute(String word, Day from, Day to) {
        this(word, 0, 0, from, to);
    }

    /** An attribute whose value is a number within these bounds. */
    EnablerAttribute(long least, long most, Day from, Day to) {
        this("a whole number from " + least + " to " + most, least, most, from, to);
    }

    EnablerAttribute(String word, long least, long most, Day from, Day to) {
        this.word = word;
        this.least = least;
        this.most = most;
        this.from = from;
        this.to = to;
    }

    /** Whether a day stands in a line. */
    enum Day {
        REQUIRED("a day such as 2027-12-31"),
        OPTIONAL("a day such as 2027-12-31, or nothing"),
        NONE("nothing");

        private final String expected;

        Day(String expected) {
            this.expected = expected;
        }

        String expected() {
            return expected;
        }

        boolean allows(boolean written) {
            return this == OPTIONAL || written == (this == REQUIRED);
        }
    }

    Day from() {
        return from;
    }

    Day to() {
        return to;
    }

    /** What {@code text} is instead of a value of this attribute; empty when it is one. */
    Optional<String> wrong(String text) {
        if (most == 0 ? text.equals(word) : isNumber(text)) {
            return Optional.empty();
        }
        String found = this == PRODUCTLEVEL ? "found " + level(text) : "found " + EnablerReader.shown(text);
        return Optional.of("expected " + (word.isEmpty() ? "nothing" : word) + ", " + found);
    }

    private boolean isNumber(String text) {
        return NUMBER.matcher(text).matches() && Long.parseLong(text) >= least && Long.parseLong(text) <= most;
    }

    private static String level(String text) {
        return switch (text) {
            case "1" -> "1, which is QlikView Analyzer";
            case "2" -> "2, which is QlikView Professional";
            case "3" -> "3, which is QlikView Developer";
            case "10" -> "10, which is QlikView Server";
            case "30" -> "30, which is QlikView Publisher";
            default -> EnablerReader.shown(text);
        };
    }

    static Optional<EnablerAttribute> of(String name) {
        return Arrays.stream(values()).filter(a -> a.name().equals(name)).findFirst();
    }

    /** What is said of a line whose attribute is none of these, by the name it has. */
    static String stranger(String name) {
        if (CAL.matcher(name).find()) {
            return EnablerReader.shown(name) + " is a line of QlikView's client access licenses (CALs), which are no "
                    + "access passes here; expected a License Enabler File of " + EnablerFile.PRODUCT_LINE;
        }
        if (CAPACITY.matcher(name).matches()) {
            return EnablerReader.shown(name)
                    + ": analyzer capacity is granted by a signed license key only (license.keyFile); expected no such line";
        }
        if (name.startsWith("Qlik")) {
            return "a license for the product " + EnablerReader.shown(name) + "; expected " + EnablerFile.PRODUCT_LINE;
        }
        return "unknown attribute " + EnablerReader.shown(name) + "; expected one of "
                + Arrays.stream(values()).map(EnablerAttribute::name).collect(Collectors.joining(", "));
    }
}
