package io.passgate.page;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A JSON object in the making; the one place where text from outside is escaped for JSON. Members keep their order. Confined
 * to one thread.
 */
final class Json {

    private final Map<String, String> members = new LinkedHashMap<>();

    private Json() {}

    static Json object() {
        return new Json();
    }

    Json put(String name, String text) {
        return member(name, quoted(text));
    }

    Json put(String name, long number) {
        return member(name, Long.toString(number));
    }

    Json put(String name, boolean truth) {
        return member(name, Boolean.toString(truth));
    }

    Json put(String name, Json object) {
        return member(name, object.write());
    }

    String write() {
        return members.entrySet().stream()
                .map(m -> quoted(m.getKey()) + ":" + m.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private Json member(String name, String json) {
        members.put(name, json);
        return this;
    }

    private static String quoted(String text) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }
}
