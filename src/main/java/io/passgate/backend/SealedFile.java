package io.passgate.backend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.passgate.backend.BackendException.Trouble;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A small JSON file that nobody but this gate has written: its member {@code seal} is the seal over its name and all its other
 * members. Written whole, mode 0600. Immutable.
 *
 * @param file where it is
 * @param what what messages call it
 */
record SealedFile(Path file, String what, Seal seal) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FORMAT = 2;
    private static final String MEMBER = "seal";

    /** An object to be filled and written. */
    static ObjectNode content() {
        return JSON.createObjectNode().put("format", FORMAT);
    }

    /** What it holds, if it is there. */
    Optional<JsonNode> read() throws BackendException {
        Optional<String> text = SiteFiles.readIfThere(file, what);
        return text.isPresent() ? Optional.of(opened(text.get())) : Optional.empty();
    }

    private JsonNode opened(String text) throws BackendException {
        JsonNode node;
        try {
            node = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw damaged(e);
        }
        if (!(node instanceof ObjectNode object)
                || object.path("format").asInt() != FORMAT
                || !seal.holds(
                        object.path(MEMBER).asText(),
                        name(),
                        object.deepCopy().without(MEMBER).toString())) {
            throw new BackendException(
                    Trouble.SEAL,
                    what + " was changed by somebody else than this gate, or comes from another host: " + file);
        }
        return object;
    }

    void write(ObjectNode content) throws BackendException {
        content.put(MEMBER, seal.over(name(), content.toString()));
        SiteFiles.write(file, content.toPrettyString() + "\n", what);
    }

    BackendException damaged(Exception cause) {
        return new BackendException(Trouble.FILES, what + " is damaged: " + file, cause);
    }

    private String name() {
        return String.valueOf(file.getFileName());
    }
}
