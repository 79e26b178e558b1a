package io.passgate.rest;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A path such as {@code /api/v1/users/{id}} and what its parameters are in a given path. Immutable. */
final class PathTemplate implements Comparable<PathTemplate> {
    private final String text;
    private final List<String> segments;

    PathTemplate(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("a path begins with '/', not so '" + text + "'");
        }
        this.text = text;
        this.segments = split(text);
    }

    /** The decoded segments of a path as it stood in the request line; splits before it decodes, so %2F is no slash. */
    static List<String> decode(String path) {
        return split(path).stream().map(PathTemplate::decodeSegment).toList();
    }

    /** The parameters by name if the path fits; a parameter is never empty. */
    Optional<Map<String, String>> match(List<String> path) {
        if (path.size() != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> parameters = new HashMap<>();
        for (int i = 0; i < path.size(); i++) {
            String expected = segments.get(i);
            String given = path.get(i);
            if (!isParameter(expected)) {
                if (!expected.equals(given)) {
                    return Optional.empty();
                }
            } else if (given.isEmpty()) {
                return Optional.empty();
            } else {
                parameters.put(expected.substring(1, expected.length() - 1), given);
            }
        }
        return Optional.of(parameters);
    }

    /** Literal segments come before parameters, so that the more exact template is tried first. */
    @Override
    public int compareTo(PathTemplate other) {
        for (int i = 0; i < Math.min(segments.size(), other.segments.size()); i++) {
            int literalFirst = Boolean.compare(isParameter(segments.get(i)), isParameter(other.segments.get(i)));
            if (literalFirst != 0) {
                return literalFirst;
            }
        }
        return text.compareTo(other.text);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PathTemplate template && template.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    private static boolean isParameter(String segment) {
        return segment.startsWith("{") && segment.endsWith("}");
    }

    private static List<String> split(String path) {
        List<String> parts = new ArrayList<>();
        int from = 1;
        for (int slash = path.indexOf('/', from); slash >= 0; slash = path.indexOf('/', from)) {
            parts.add(path.substring(from, slash));
            from = slash + 1;
        }
        parts.add(path.substring(from));
        return List.copyOf(parts);
    }

    private static String decodeSegment(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        byte[] bytes = segment.getBytes(StandardCharsets.UTF_8);
        ByteBuffer decoded = ByteBuffer.allocate(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                decoded.put(bytes[i]);
            } else if (i + 2 < bytes.length
                    && HexFormat.isHexDigit(bytes[i + 1])
                    && HexFormat.isHexDigit(bytes[i + 2])) {
                decoded.put((byte) (HexFormat.fromHexDigit(bytes[i + 1]) << 4 | HexFormat.fromHexDigit(bytes[i + 2])));
                i += 2;
            } else {
                throw RestProblem.badRequest(
                        "bad-path", "In the path, '" + segment + "' has a '%' without two hexadecimal digits.");
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
        } catch (CharacterCodingException e) {
            throw RestProblem.badRequest("bad-path", "In the path, '" + segment + "' is not UTF-8.");
        }
    }
}
