package io.passgate.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One request, read whole. Immutable; its accessors throw {@link RestProblem} for what the caller got wrong. */
public final class Call {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final String id;
    private final Head head;
    private final byte[] body;
    private final Map<String, String> parameters;

    Call(String id, Head head, byte[] body) {
        this(id, head, body, Map.of());
    }

    private Call(String id, Head head, byte[] body, Map<String, String> parameters) {
        this.id = id;
        this.head = head;
        this.body = body;
        this.parameters = Map.copyOf(parameters);
    }

    Call withParameters(Map<String, String> found) {
        return new Call(id, head, body, found);
    }

    /** The request id, which the reply carries as {@code X-Request-Id}. */
    public String id() {
        return id;
    }

    /** The method, such as {@code GET}. */
    public String method() {
        return head.method;
    }

    /** The path as it stood in the request line, without the query, not decoded. */
    public String path() {
        int query = head.target.indexOf('?');
        return query < 0 ? head.target : head.target.substring(0, query);
    }

    /** Where the connection came from. */
    public InetSocketAddress peer() {
        return head.peer;
    }

    /** A parameter of the path, decoded, never empty; a name the route does not have is a mistake of ours. */
    public String parameter(String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route has no parameter {" + name + "}");
        }
        return value;
    }

    /** The first value of a query parameter, decoded. */
    public Optional<String> query(String name) {
        return queryAll(name).stream().findFirst();
    }

    /** All values of a query parameter, decoded, in order. */
    public List<String> queryAll(String name) {
        try {
            return new QueryStringDecoder(head.target).parameters().getOrDefault(name, List.of());
        } catch (IllegalArgumentException e) {
            throw RestProblem.badRequest("bad-query", "The query cannot be decoded: " + e.getMessage());
        }
    }

    /** The first value of a header field; names are compared without case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(head.headers.get(name));
    }

    /** All values of a header field, in order. */
    public List<String> headers(String name) {
        return head.headers.getAll(name);
    }

    /** The body as it came; empty without one. Not copied: do not change it. */
    public byte[] bytes() {
        return body;
    }

    /** The body as JSON: 415 for another content type, 400 with line and column for what does not parse. */
    public JsonNode json() {
        String type = mediaType();
        if (!type.equals("application/json") && !type.endsWith("+json")) {
            throw new RestProblem(415, "json-expected", "Send JSON with 'Content-Type: application/json'.");
        }
        try {
            JsonNode node = JSON.readTree(body);
            if (node.isMissingNode()) {
                throw RestProblem.badRequest("bad-json", "The body is empty; JSON was expected.");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw RestProblem.badRequest("bad-json", "The body is not JSON: " + place(e) + e.getOriginalMessage());
        } catch (IOException e) {
            throw RestProblem.badRequest("bad-json", "The body is not JSON: " + e.getMessage());
        }
    }

    /** The fields of an HTML form; the last value wins where a name occurs twice. 415 for another content type. */
    public Map<String, String> form() {
        if (!mediaType().equals("application/x-www-form-urlencoded")) {
            throw new RestProblem(
                    415, "form-expected", "Send a form with 'Content-Type: application/x-www-form-urlencoded'.");
        }
        try {
            Map<String, String> fields = new LinkedHashMap<>();
            new QueryStringDecoder(new String(body, StandardCharsets.UTF_8), false)
                    .parameters()
                    .forEach((name, values) -> fields.put(name, values.get(values.size() - 1)));
            return fields;
        } catch (IllegalArgumentException e) {
            throw RestProblem.badRequest("bad-form", "The form cannot be decoded: " + e.getMessage());
        }
    }

    private String mediaType() {
        String value = header("content-type").orElse("");
        int parameters = value.indexOf(';');
        return (parameters < 0 ? value : value.substring(0, parameters)).trim().toLowerCase(Locale.ROOT);
    }

    private static String place(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : "line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ": ";
    }

    /** The request line, the header fields and the peer. */
    record Head(String method, String target, HttpHeaders headers, InetSocketAddress peer) {}
}
