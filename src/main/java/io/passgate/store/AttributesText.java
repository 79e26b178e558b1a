package io.passgate.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.passgate.identity.Attributes;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The stored form of a user's attributes: a JSON object of arrays of strings, in name order. Stateless. */
final class AttributesText {

    /** Of {@link Attributes#NONE}. */
    static final String NONE = "{}";

    private static final JsonFactory JSON = new JsonFactory();

    private AttributesText() {}

    static String of(Attributes attributes) {
        if (attributes.values().isEmpty()) {
            return NONE;
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            for (Map.Entry<String, List<String>> attribute : attributes.values().entrySet()) {
                json.writeArrayFieldStart(attribute.getKey());
                for (String value : attribute.getValue()) {
                    json.writeString(value);
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string writer fails never", e);
        }
        return text.toString();
    }

    static Attributes parse(String text) throws SQLException {
        if (text.equals(NONE)) {
            return Attributes.NONE;
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        try (JsonParser json = JSON.createParser(text)) {
            json.nextToken();
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                values.put(name, strings(json));
            }
        } catch (IOException e) {
            throw new SQLException("stored attributes are not a JSON object of arrays of strings", e);
        }
        return new Attributes(values);
    }

    private static List<String> strings(JsonParser json) throws IOException {
        List<String> strings = new ArrayList<>();
        json.nextToken();
        while (json.nextToken() == JsonToken.VALUE_STRING) {
            strings.add(json.getText());
        }
        return strings;
    }
}
