package io.passgate.gatekeeper;

import io.passgate.wire.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A set of paths below a virtual proxy's prefix, compared on the bytes of the canonical path, so that nothing is made per
 * request. Immutable.
 */
final class PathSet {

    private record Pattern(byte[] text, boolean below) {}

    private final List<Pattern> patterns;

    PathSet(String prefix, List<PathPattern> patterns) {
        String root = prefix.equals("/") ? "" : prefix;
        this.patterns = patterns.stream()
                .map(pattern -> {
                    boolean below = pattern.text().endsWith("/*");
                    String fixed =
                            below ? pattern.text().substring(0, pattern.text().length() - 1) : pattern.text();
                    return new Pattern((root + fixed).getBytes(StandardCharsets.US_ASCII), below);
                })
                .toList();
    }

    /** Whether the canonical path of {@code head} is meant. {@code /*} means the bare prefix too. */
    boolean contains(RequestHead head) {
        int length = head.pathEnd() - head.pathStart();
        for (int i = 0; i < patterns.size(); i++) {
            Pattern pattern = patterns.get(i);
            byte[] text = pattern.text;
            boolean bare = pattern.below && length == text.length - 1;
            if (bare
                    ? starts(head, text, length)
                    : (pattern.below ? length >= text.length : length == text.length)
                            && starts(head, text, text.length)) {
                return true;
            }
        }
        return false;
    }

    private static boolean starts(RequestHead head, byte[] text, int length) {
        int start = head.pathStart();
        return Arrays.equals(head.bytes(), start, start + length, text, 0, length);
    }
}
