package io.passgate.authn;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.passgate.hub.HubAnswer;
import io.passgate.identity.Attributes;
import io.passgate.identity.Identification;
import io.passgate.identity.Identification.CannotTell;
import io.passgate.identity.Identification.Named;
import io.passgate.identity.Identification.Nobody;
import io.passgate.identity.User;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Reads a hub's answer to who-am-I. An answer is JSON when its whole body is one JSON value in which no name stands twice,
 * whatever its Content-Type says: hubs label JSON as text, and a page labelled JSON is still none. Immutable; safe for use by
 * many threads.
 */
public final class AnswerReader {

    private static final int MAX_DEPTH = 64;

    private static final ObjectReader JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    private final UserPointers user;
    private final NobodySigns nobody;

    /** Reads as these settings say. */
    public AnswerReader(AskHub settings) {
        this.user = settings.user();
        this.nobody = settings.nobody();
    }

    /** What the answer says; a user is good until {@code until}. */
    public Identification read(HubAnswer answer, Instant until) {
        if (nobody.statuses().contains(answer.status())) {
            return new Nobody(HandedOn.cookies(answer));
        }
        if (answer.status() != 200) {
            return new CannotTell("the hub answered who-am-I with status " + answer.status());
        }
        Optional<String> coding = answer.value("Content-Encoding").filter(c -> !c.equalsIgnoreCase("identity"));
        if (coding.isPresent()) {
            return new CannotTell("the hub's answer to who-am-I is compressed, which it was not asked for");
        }
        try {
            return read(JSON.readTree(answer.body()), HandedOn.cookies(answer), until);
        } catch (IOException e) {
            return new CannotTell("the hub's answer to who-am-I is not JSON");
        }
    }

    private Identification read(JsonNode answer, List<String> setCookies, Instant until) {
        if (answer.isMissingNode()) {
            return new CannotTell("the hub's answer to who-am-I is empty");
        }
        if (saysNobody(answer)) {
            return new Nobody(setCookies);
        }
        Optional<String> id = name(answer.at(user.id()));
        if (id.isEmpty()) {
            return new CannotTell("the hub's answer to who-am-I has no user at " + user.id());
        }
        Optional<String> directory = user.directory().fold(pointer -> name(answer.at(pointer)), Optional::of);
        if (directory.isEmpty()) {
            return new CannotTell("the hub's answer to who-am-I has no user directory");
        }
        try {
            User who = new User(directory.get(), id.get());
            return new Named(who, User.asSeen(directory.get(), id.get()), attributes(answer), setCookies, until);
        } catch (IllegalArgumentException e) {
            return new CannotTell("the hub's answer to who-am-I names no user: " + e.getMessage());
        }
    }

    private boolean saysNobody(JsonNode answer) {
        return nobody.absent().stream().anyMatch(at -> isAbsent(answer.at(at)))
                || nobody.equal().stream().anyMatch(sign -> text(answer.at(sign.at()))
                        .filter(sign.value()::equals)
                        .isPresent());
    }

    private static boolean isAbsent(JsonNode node) {
        return node.isMissingNode()
                || node.isNull()
                || (node.isTextual() && node.textValue().isEmpty());
    }

    /** A user's name is a text or a whole number. */
    private static Optional<String> name(JsonNode node) {
        return node.isTextual() || node.isIntegralNumber() ? Optional.of(node.asText()) : Optional.empty();
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() || node.isNumber() || node.isBoolean() ? Optional.of(node.asText()) : Optional.empty();
    }

    /** What is there of them; what is neither a text, number, truth value nor list of them is left out. */
    private Attributes attributes(JsonNode answer) {
        Map<String, List<String>> values = new HashMap<>();
        for (Map.Entry<String, JsonPointer> attribute : user.attributes().entrySet()) {
            JsonNode node = answer.at(attribute.getValue());
            Stream<JsonNode> all = node.isArray() ? StreamSupport.stream(node.spliterator(), false) : Stream.of(node);
            List<String> texts =
                    all.map(AnswerReader::text).flatMap(Optional::stream).toList();
            if (!texts.isEmpty()) {
                values.put(attribute.getKey(), texts);
            }
        }
        return values.isEmpty() ? Attributes.NONE : new Attributes(values);
    }
}
