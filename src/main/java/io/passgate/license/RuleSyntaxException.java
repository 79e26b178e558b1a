package io.passgate.license;

/** The text of a condition does not follow the rule language. Says where, what was expected there and what was found. */
public final class RuleSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private static final int SHOWN = 40;

    private final int offset;
    private final String expected;
    private final String found;

    RuleSyntaxException(int offset, String expected, String found) {
        super("at " + offset + ": expected " + expected + ", found " + found);
        this.offset = offset;
        this.expected = expected;
        this.found = found;
    }

    /** Where, in characters (UTF-16) from 0; the length of the text when it ended too early. */
    public int offset() {
        return offset;
    }

    /** What could have stood there. */
    public String expected() {
        return expected;
    }

    /** What stood there. */
    public String found() {
        return found;
    }

    /** The sentence; never absent. */
    public String words() {
        return String.valueOf(getMessage());
    }

    /**
     * Two lines for a terminal: the part of {@code text} around the place, and a caret below it.
     *
     * @param text the text that was parsed
     */
    public String caret(String text) {
        int from = Math.max(0, offset - SHOWN);
        int to = Math.min(text.length(), offset + SHOWN);
        String before = from > 0 ? "…" : "";
        String after = to < text.length() ? "…" : "";
        return before + onOneLine(text.substring(from, to)) + after + "\n" + " ".repeat(before.length() + offset - from)
                + "^";
    }

    /** A part of the text for a message: quoted, cut, on one line. */
    static String quoted(String part) {
        return part.length() <= SHOWN
                ? "\"" + onOneLine(part) + "\""
                : "\"" + onOneLine(part.substring(0, SHOWN)) + "…\"";
    }

    private static String onOneLine(String part) {
        StringBuilder line = new StringBuilder(part.length());
        part.chars().forEach(c -> line.append(RuleToken.printable((char) c) ? (char) c : ' '));
        return line.toString();
    }
}
