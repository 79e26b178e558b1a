package io.passgate.gatekeeper;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The fields of a form or query ({@code application/x-www-form-urlencoded}). Missing or malformed fields are empty: what they
 * mean is checked where they are used. Immutable.
 */
final class Form {

    private final Map<String, String> fields;

    private Form(Map<String, String> fields) {
        this.fields = Map.copyOf(fields);
    }

    static Form of(byte[] body) {
        return of(new String(body, StandardCharsets.UTF_8));
    }

    static Form of(String encoded) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : encoded.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.putIfAbsent(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return new Form(fields);
    }

    String text(String name) {
        return fields.getOrDefault(name, "");
    }

    /** A time in milliseconds since the epoch; the distant future when there is none. */
    Instant instant(String name) {
        String text = text(name);
        return text.matches("\\d{1,15}") ? Instant.ofEpochMilli(Long.parseLong(text)) : Instant.MAX;
    }

    /** A path of this host; {@code otherwise} for anything that a browser could take for another host. */
    String path(String name, String otherwise) {
        String path = text(name);
        boolean local = path.startsWith("/")
                && !path.startsWith("//")
                && !path.startsWith("/\\")
                && path.chars().allMatch(c -> c > ' ' && c < 0x7f);
        return local ? path : otherwise;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
