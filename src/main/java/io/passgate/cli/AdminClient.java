package io.passgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.passgate.admin.AdminToken;
import io.passgate.config.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Talks to the admin listener of a running gate, as the configuration names it, with the token in its data directory
 * (design.md §9). Every failure is a {@link CliFault} that says what to do. Confined to one command.
 */
final class AdminClient {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Longer than the gate itself waits for the license backend: it answers that nobody answers. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();
    private final Settings settings;
    private final Path config;

    AdminClient(Settings settings, Path config) {
        this.settings = settings;
        this.config = config;
    }

    /** An answer. */
    record Answer(int status, JsonNode body) {
        /** The problem's detail, or the body where it is none. */
        String detail() {
            return body.path("detail").asText(body.toString());
        }
    }

    JsonNode get(String path) {
        return expect(call("GET", path, ""));
    }

    JsonNode post(String path) {
        return expect(call("POST", path, ""));
    }

    Answer call(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base() + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token())
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = send(request);
        Answer answer = new Answer(response.statusCode(), json(response.body()));
        if (answer.status() == 401) {
            throw new CliFault(
                    ExitCode.UNAVAILABLE,
                    "the gate at " + base() + " does not take the token in " + settings.data()
                            + "; does it run with the configuration " + config + "?");
        }
        if (answer.status() >= 500) {
            throw new CliFault(ExitCode.UNAVAILABLE, "the gate at " + base() + " answers " + answer.detail());
        }
        return answer;
    }

    /** Whether the gate answers that it is ready; what it says otherwise. */
    Answer ready() {
        HttpResponse<String> response = send(HttpRequest.newBuilder(URI.create(base() + "/readyz"))
                .timeout(PATIENCE)
                .build());
        return new Answer(
                response.statusCode(),
                JsonNodeFactory.instance.textNode(response.body().strip()));
    }

    static JsonNode expect(Answer answer) {
        if (answer.status() >= 400) {
            throw new CliFault(ExitCode.DATA, answer.detail());
        }
        return answer.body();
    }

    /** A path segment or query value, encoded. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (HttpConnectTimeoutException e) {
            throw noGate();
        } catch (HttpTimeoutException e) {
            throw new CliFault(
                    ExitCode.UNAVAILABLE,
                    "the gate at " + base() + " did not answer within " + PATIENCE.toSeconds()
                            + " seconds; what was asked of it may still be done");
        } catch (IOException e) {
            throw noGate();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliFault(ExitCode.INTERNAL, "interrupted");
        }
    }

    private CliFault noGate() {
        return new CliFault(
                ExitCode.UNAVAILABLE,
                "no gate answers at " + base() + "; start it with: passgate run --config " + config);
    }

    private URI base() {
        return settings.admin().url();
    }

    private String token() {
        try {
            return AdminToken.read(settings.data()).value();
        } catch (IOException e) {
            throw new CliFault(
                    ExitCode.UNAVAILABLE,
                    "no token of a running gate in " + settings.data() + " (" + e.getMessage()
                            + "); start the gate with: passgate run --config " + config);
        }
    }

    private JsonNode json(String body) {
        try {
            return body.isEmpty() ? JsonNodeFactory.instance.objectNode() : JSON.readTree(body);
        } catch (IOException e) {
            throw new CliFault(ExitCode.UNAVAILABLE, "what answers at " + base() + " is not a gate");
        }
    }
}
