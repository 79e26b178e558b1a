package io.passgate.gatekeeper;

/**
 * One path, or all paths below one: {@code /qps/user} is that path only, {@code /login/*} every path that begins with
 * {@code /login/}, {@code /*} all paths. A star stands at the end behind a slash and nowhere else. Compared with canonical
 * paths, exactly. Immutable.
 *
 * @param text the pattern as written
 */
public record PathPattern(String text) {

    /** @throws IllegalArgumentException when the text is no pattern */
    public PathPattern {
        String fixed = text.endsWith("/*") ? text.substring(0, text.length() - 1) : text;
        if (!fixed.startsWith("/") || fixed.contains("//") || !isCanonical(fixed)) {
            throw new IllegalArgumentException("not a path pattern: " + text);
        }
    }

    /** Whether {@code path} (canonical, without prefix and query) is meant. */
    public boolean matches(String path) {
        return text.endsWith("/*")
                ? path.length() >= text.length() - 1 && path.startsWith(text.substring(0, text.length() - 1))
                : path.equals(text);
    }

    private static boolean isCanonical(String path) {
        for (String segment : path.split("/", -1)) {
            if (segment.equals(".") || segment.equals("..")) {
                return false;
            }
        }
        return path.chars().allMatch(c -> c > ' ' && c < 0x7f && "*?#\\\"<>^`{|}".indexOf(c) < 0);
    }
}
