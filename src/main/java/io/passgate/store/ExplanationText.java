package io.passgate.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.passgate.decision.Explanation;
import io.passgate.decision.Explanation.Step;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The stored form of an explanation: {@code {"steps":[{"name":"…","hit":true,"text":"…"}],"remedy":"…"}}. Stateless. */
final class ExplanationText {

    private static final JsonFactory JSON = new JsonFactory();

    private ExplanationText() {}

    static String of(Explanation explanation) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeArrayFieldStart("steps");
            for (Step step : explanation.steps()) {
                json.writeStartObject();
                json.writeStringField("name", step.name());
                json.writeBooleanField("hit", step.hit());
                json.writeStringField("text", step.text());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeStringField("remedy", explanation.remedy());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string writer fails never", e);
        }
        return text.toString();
    }

    static Explanation parse(String text) throws SQLException {
        List<Step> steps = new ArrayList<>();
        String remedy = "";
        try (JsonParser json = JSON.createParser(text)) {
            json.nextToken();
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                if (name.equals("steps")) {
                    json.nextToken();
                    while (json.nextToken() == JsonToken.START_OBJECT) {
                        steps.add(step(json));
                    }
                } else {
                    remedy = json.nextTextValue();
                }
            }
        } catch (IOException e) {
            throw new SQLException("a stored explanation is not JSON of steps and a remedy", e);
        }
        return new Explanation(steps, remedy);
    }

    private static Step step(JsonParser json) throws IOException {
        String step = "";
        boolean hit = false;
        String text = "";
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            switch (name) {
                case "name" -> step = json.nextTextValue();
                case "hit" -> hit = json.nextBooleanValue();
                default -> text = json.nextTextValue();
            }
        }
        return new Step(step, hit, text);
    }
}
