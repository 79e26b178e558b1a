package io.passgate.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * The admin API of a gate on this machine, with the token that the gate left in its data directory. Safe for use by several
 * threads.
 */
public final class AdminClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;
    private final Path data;

    public AdminClient(int port, Path data) {
        this.base = "http://127.0.0.1:" + port;
        this.data = data;
    }

    /** The status of a path that anybody may ask for. */
    public int status(String path) {
        return send(HttpRequest.newBuilder(URI.create(base + path))).statusCode();
    }

    public JsonNode get(String path) {
        return call("GET", path, "");
    }

    /** A call with the token; the answer, which must be one of success. */
    public JsonNode call(String method, String path, String body) {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(base + path))
                .header("Authorization", "Bearer " + token())
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body)));
        if (answer.statusCode() >= 300) {
            throw new AssertionError(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        try {
            return JSON.readTree(answer.body().isEmpty() ? "{}" : answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The open sessions of a user, or of everybody when {@code user} is empty. */
    public List<JsonNode> sessions(String user) {
        JsonNode sessions = get("/api/v1/sessions" + (user.isEmpty() ? "" : "?user=" + encoded(user)))
                .path("sessions");
        return StreamSupport.stream(sessions.spliterator(), false).toList();
    }

    /** Their ids. */
    public List<String> sessionIds(String user) {
        return sessions(user).stream().map(s -> s.path("id").asText()).toList();
    }

    public void endSession(String id) {
        call("DELETE", "/api/v1/sessions/" + encoded(id), "");
    }

    public JsonNode allocate(String user, String type) {
        return call(
                "POST",
                "/api/v1/allocations",
                JSON.createObjectNode().put("user", user).put("type", type).toString());
    }

    public void withdraw(String user, String type) {
        call("DELETE", "/api/v1/allocations/" + type + "/" + encoded(user), "");
    }

    private String token() {
        try {
            return Files.readString(data.resolve("admin.token")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
