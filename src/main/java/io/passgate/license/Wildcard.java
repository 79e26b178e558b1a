package io.passgate.license;

import java.util.List;

/**
 * A folded pattern in which {@code *} stands for any number of characters, none included. Immutable.
 *
 * @param parts what stands between the stars; one part alone when there is no star
 */
record Wildcard(List<String> parts) {

    static Wildcard of(String pattern) {
        return new Wildcard(List.of(pattern.split("\\*", -1)));
    }

    /** Whether the whole folded value fits; taking the first place for each part is enough, so nothing is tried twice. */
    boolean fits(String value) {
        String first = parts.get(0);
        if (parts.size() == 1) {
            return value.equals(first);
        }
        String last = parts.get(parts.size() - 1);
        int end = value.length() - last.length();
        if (!value.startsWith(first) || !value.endsWith(last)) {
            return false;
        }
        int at = first.length();
        for (String part : parts.subList(1, parts.size() - 1)) {
            int found = value.indexOf(part, at);
            if (found < 0) {
                return false;
            }
            at = found + part.length();
        }
        return at <= end;
    }
}
