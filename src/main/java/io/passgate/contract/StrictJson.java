package io.passgate.contract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** JSON objects, read strictly: UTF-8 only, nothing after the object, no member twice, bounded depth. Stateless. */
final class StrictJson {
    private static final int MAX_DEPTH = 8;
    private static final int MAX_TEXT = 1_024 * 1_024;

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(MAX_TEXT)
                            .maxNumberLength(20)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private StrictJson() {}

    static Members object(byte[] utf8, String path) throws ContractException {
        try {
            return object(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(utf8))
                            .toString(),
                    path);
        } catch (CharacterCodingException e) {
            throw ContractException.malformed(path, "is not UTF-8");
        }
    }

    static Members object(String text, String path) throws ContractException {
        if (text.length() > MAX_TEXT) {
            throw ContractException.malformed(path, "is longer than " + MAX_TEXT + " characters");
        }
        try {
            if (JSON.readTree(text) instanceof ObjectNode object) {
                return new Members(path, object);
            }
            throw ContractException.malformed(path, "expected a JSON object");
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            boolean twice = String.valueOf(e.getOriginalMessage()).startsWith("Duplicate");
            throw ContractException.malformed(
                    path,
                    (twice ? "has a member twice" : "is not JSON, or too deep")
                            + (at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")"));
        }
    }

    static ObjectNode newObject() {
        return JSON.createObjectNode();
    }

    static String write(ObjectNode object) {
        return object.toString();
    }
}
