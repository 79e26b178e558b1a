package io.passgate.license;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many instructions a regular expression can become, told from its text before it is compiled: RE2/J bounds a single
 * repetition by 1,000 but not one of another, and {@code (((a{1000}){1000}){1000})} would take all memory (decision 18). Never
 * too low for what RE2/J accepts. Confined to one thread.
 */
final class ExpressionSize {

    /** What is told of an expression that is far too large or too deep. */
    static final int TOO_LARGE = 1_000_000;

    private static final int MAX_DEPTH = 64;

    /** A group that is still open: what precedes its last atom, and the last atom, which a repetition multiplies. */
    private static final class Group {
        private long before;
        private long last;

        void add(long size) {
            before += last;
            last = size;
        }

        long size() {
            return before + last;
        }
    }

    private final String text;
    private final Deque<Group> open = new ArrayDeque<>();
    private int at;

    private ExpressionSize(String text) {
        this.text = text;
        open.push(new Group());
    }

    static int of(String text) {
        return (int) Math.min(TOO_LARGE, new ExpressionSize(text).scan());
    }

    private long scan() {
        while (at < text.length()) {
            char c = text.charAt(at++);
            switch (c) {
                case '\\' -> escape();
                case '[' -> characterClass();
                case '(' -> open();
                case ')' -> close();
                case '{' -> repetition();
                case '*' -> group().last += 2; // of what may be empty: (x+)?
                case '+', '?' -> group().last++;
                case '|' -> group().add(2);
                default -> group().add(1);
            }
            if (open.size() > MAX_DEPTH || group().size() >= TOO_LARGE) {
                return TOO_LARGE;
            }
        }
        return open.stream().mapToLong(Group::size).sum();
    }

    private Group group() {
        return open.element();
    }

    /** A group of flags alone, {@code (?i)}, is nothing to repeat: a repetition behind it is of what stands before. */
    private void open() {
        if (text.startsWith("?", at)) {
            int end = at + 1;
            while (end < text.length() && (Character.isLetter(text.charAt(end)) || text.charAt(end) == '-')) {
                end++;
            }
            if (text.startsWith(")", end)) {
                at = end + 1;
                return;
            }
        }
        open.push(new Group());
    }

    private void close() {
        if (open.size() > 1) {
            long size = open.pop().size();
            group().add(size + 3);
        }
    }

    private void escape() {
        if (text.startsWith("Q", at)) {
            int end = text.indexOf("\\E", at);
            int to = end < 0 ? text.length() : end;
            while (at < to) {
                group().add(1);
                at++;
            }
            at = end < 0 ? to : end + 2;
        } else {
            at++;
            group().add(1);
        }
    }

    /** A closing bracket right at the start stands for itself, and so do those of {@code [:alpha:]}. */
    private void characterClass() {
        at += text.startsWith("^", at) ? 1 : 0;
        int first = at;
        while (at < text.length() && (text.charAt(at) != ']' || at == first)) {
            if (!named() && !escapedClass()) {
                character();
                if (text.startsWith("-", at) && at + 1 < text.length() && text.charAt(at + 1) != ']') {
                    at++;
                    character();
                }
            }
        }
        at++;
        group().add(1);
    }

    private boolean named() {
        int end = text.startsWith("[:", at) ? text.indexOf(":]", at + 2) : -1;
        at = end >= 0 ? end + 2 : at;
        return end >= 0;
    }

    /** {@code \d} and its like, which begin no range. */
    private boolean escapedClass() {
        boolean there =
                text.startsWith("\\", at) && at + 1 < text.length() && "dDsSwWpP".indexOf(text.charAt(at + 1)) >= 0;
        if (there && text.regionMatches(true, at + 1, "p{", 0, 2)) {
            int end = text.indexOf('}', at);
            at = end < 0 ? text.length() : end + 1;
        } else if (there) {
            at += text.regionMatches(true, at + 1, "p", 0, 1) ? 3 : 2;
        }
        return there;
    }

    private void character() {
        at += text.charAt(at) == '\\' ? 1 : 0;
        at += at < text.length() ? Character.charCount(text.codePointAt(at)) : 0;
    }

    /** {@code {n}}, {@code {n,}} and {@code {n,m}} multiply; any other brace stands for itself. */
    private void repetition() {
        int end = text.indexOf('}', at);
        String[] counts = end < 0 ? new String[0] : text.substring(at, end).split(",", -1);
        if (counts.length < 1 || counts.length > 2 || !number(counts[0]) || (counts.length == 2 && !bound(counts[1]))) {
            group().add(1);
            return;
        }
        int least = value(counts[0]);
        int most = Math.max(1, Math.max(least, counts.length == 2 ? value(counts[1]) : 0));
        group().last = group().last * most + (most - Math.min(least, most)) + 1;
        at = end + 1;
    }

    private static boolean bound(String digits) {
        return digits.isEmpty() || number(digits);
    }

    private static boolean number(String digits) {
        return !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static int value(String digits) {
        return digits.isEmpty() ? 0 : digits.length() > 4 ? TOO_LARGE : Integer.parseInt(digits);
    }
}
