package io.passgate.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a handler answers: status, header fields and a whole body. Immutable.
 *
 * <p>The server adds Content-Length, Date, {@code X-Request-Id}, {@code X-Content-Type-Options: nosniff}, and
 * {@code Cache-Control: no-store} unless the reply says otherwise.
 */
public final class Reply {
    /** The namespace of problem types: {@code type} is this and the reason code (RFC 9457 §3.1.1). */
    public static final String PROBLEM_TYPE = "urn:passgate:problem:";

    private static final ObjectMapper JSON =
            JsonMapper.builder().findAndAddModules().build();

    private final int status;
    private final List<Map.Entry<String, String>> headers;
    private final Body body;

    private Reply(int status, List<Map.Entry<String, String>> headers, Body body) {
        this.status = status;
        this.headers = List.copyOf(headers);
        this.body = body;
    }

    /** JSON of any value Jackson can write: a node, a record, a map, a list. */
    public static Reply json(int status, Object value) {
        return bytes(status, "application/json", write(value));
    }

    /** Plain text in UTF-8. */
    public static Reply text(int status, String text) {
        return bytes(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /** A body of the given content type; the array is not copied and must not change afterwards. */
    public static Reply bytes(int status, String contentType, byte[] content) {
        return new Reply(status, List.of(Map.entry("Content-Type", contentType)), id -> content);
    }

    /** No body, such as 204 or a redirect. */
    public static Reply empty(int status) {
        return new Reply(status, List.of(), id -> new byte[0]);
    }

    /** 303 to another place. */
    public static Reply seeOther(String location) {
        return empty(303).withHeader("Location", location);
    }

    /** {@code application/problem+json} with type, title, status, detail, reason code and request id. */
    public static Reply problem(int status, String reason, String detail) {
        ObjectNode problem = JSON.createObjectNode()
                .put("type", PROBLEM_TYPE + reason)
                .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
                .put("status", status)
                .put("detail", detail)
                .put("reason", reason);
        return new Reply(
                status,
                List.of(Map.entry("Content-Type", "application/problem+json")),
                id -> write(problem.deepCopy().put("requestId", id)));
    }

    /** The same with one more header field; a name may occur more than once. */
    public Reply withHeader(String name, String value) {
        List<Map.Entry<String, String>> more = new ArrayList<>(headers);
        more.add(Map.entry(name, value));
        return new Reply(status, more, body);
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The header fields in order, without those the server adds. */
    public List<Map.Entry<String, String>> headers() {
        return headers;
    }

    /** The body as it goes out in answer to the request of this id. */
    public byte[] body(String requestId) {
        return body.render(requestId);
    }

    private static byte[] write(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as JSON: " + value.getClass(), e);
        }
    }

    @FunctionalInterface
    private interface Body {
        byte[] render(String requestId);
    }
}
