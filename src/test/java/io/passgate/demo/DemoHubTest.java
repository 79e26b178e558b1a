package io.passgate.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class DemoHubTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final HttpClient client = HttpClient.newHttpClient();
    private final DemoHub hub = new DemoHub(DemoHubSettings.loopback(0), () -> NOON);
    private int port;

    @BeforeEach
    void start() throws Exception {
        port = hub.start();
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void whoAmINamesThePersonOfTheCookie() throws Exception {
        JsonNode answer = JSON.readTree(get("/whoami", signIn("", "ana")).body());

        assertThat(answer)
                .isEqualTo(
                        JSON.readTree(
                                """
                        {"user": {"directory": "DEMO", "id": "ana"}, "name": "Ana Sousa", "groups": ["controlling"]}
                        """));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "DEMOHUB=", "DEMOHUB=0123", "DEMOHUB-sales=0123", "=;=; ,"})
    void whoAmISaysNobodyToAnybodyElse(String cookie) throws Exception {
        HttpResponse<String> answer = get("/whoami", cookie);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"user\":null}");
    }

    @ParameterizedTest
    @CsvSource({"'', DEMOHUB=, Path=/;", "/sales, DEMOHUB-sales=, Path=/sales;"})
    void eachPrefixHasItsOwnCookieScopedToIt(String base, String name, String path) throws Exception {
        String set =
                login(base, "paula", "demo").headers().firstValue("set-cookie").orElseThrow();

        assertThat(set)
                .startsWith(name)
                .contains(path, "HttpOnly", "SameSite=Lax")
                .doesNotContain("Secure", "Max-Age");
        assertThat(get(base + "/whoami", set.split(";")[0]).body()).contains("paula");
    }

    @Test
    void aSessionOfOnePrefixIsNobodyUnderTheOther() throws Exception {
        String value = signIn("", "ana").split("=")[1];

        assertThat(get("/sales/whoami", "DEMOHUB-sales=" + value).body()).isEqualTo("{\"user\":null}");
    }

    @Test
    void theCookieIsSecureWhenTheBrowserCameOverTls() throws Exception {
        HttpResponse<String> answer = client.send(
                form("/login", "user=ana&password=demo")
                        .header("X-Forwarded-Proto", "https")
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.headers().firstValue("set-cookie").orElseThrow()).contains("; Secure");
    }

    @Test
    void signingOutEndsTheSessionAndClearsTheCookie() throws Exception {
        String cookie = signIn("/sales", "ursula");

        HttpResponse<String> answer =
                client.send(form("/sales/logout", "").header("Cookie", cookie).build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("location")).hasValue("/sales/login");
        assertThat(answer.headers().firstValue("set-cookie").orElseThrow())
                .startsWith("DEMOHUB-sales=;")
                .contains("Path=/sales;", "Max-Age=0");
        assertThat(get("/sales/whoami", cookie).body()).isEqualTo("{\"user\":null}");
    }

    @ParameterizedTest
    @CsvSource({"ana, wrong", "nobody, demo", "'', ''", "ANA, demo"})
    void whoCannotSignInGetsTheFormAgainWithoutACookie(String user, String password) throws Exception {
        HttpResponse<String> answer = login("", user, password);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("do not fit together", "name=\"password\"");
        assertThat(answer.headers().firstValue("set-cookie")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/, 303, /login",
        "/sales, 303, /sales/",
        "/sales/, 303, /sales/login",
        "/download/10m, 303, /login",
        "/api/kpis, 401,",
        "/sales/api/kpis, 401,",
        "/feed, 401,",
        "/events, 401,",
        "/login, 200,",
        "/health, 200,",
        "/assets/hub.css, 200,",
        "/assets/nothing, 404,",
        "/assets/..%2Flogin.html, 404,"
    })
    void nobodyIsSentToTheLoginFromPagesAndRefusedElsewhere(String path, int status, String location) throws Exception {
        HttpResponse<String> answer = get(path, "");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("location").orElse(null)).isEqualTo(location);
    }

    @Test
    void theDashboardHasFiguresRegionsAndHistory() throws Exception {
        JsonNode answer = JSON.readTree(get("/api/kpis", signIn("", "ana")).body());

        assertThat(answer.path("kpis").path("revenue").asDouble()).isPositive();
        assertThat(answer.path("regions")).hasSize(5);
        assertThat(answer.path("history")).hasSize(90);
    }

    @Test
    void anAssetTheBrowserHasIsNotSentAgain() throws Exception {
        String tag = get("/assets/hub.js", "").headers().firstValue("etag").orElseThrow();

        HttpResponse<String> again = client.send(
                request("/assets/hub.js").header("If-None-Match", tag).build(), BodyHandlers.ofString());

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void theFeedTicksAndEchoes() throws Exception {
        Heard heard = new Heard();
        WebSocket feed = feed("/sales/feed", signIn("/sales", "ana"), heard);

        feed.sendText("hello \"there\" ä", true).join();

        List<String> first = List.of(heard.next(), heard.next(), heard.next());
        assertThat(first)
                .anySatisfy(text ->
                        assertThat(JSON.readTree(text).path("text").asText()).isEqualTo("hello \"there\" ä"));
        assertThat(first).anySatisfy(text -> {
            JsonNode tick = JSON.readTree(text);
            assertThat(tick.path("type").asText()).isEqualTo("tick");
            assertThat(tick.path("second").asLong()).isEqualTo(NOON.getEpochSecond());
            assertThat(tick.path("value").asDouble()).isBetween(90.0, 150.0);
            assertThat(tick.path("online").asInt()).isEqualTo(1);
        });
        feed.abort();
    }

    @Test
    void theFeedIsClosedToNobody() {
        assertThatThrownBy(() -> feed("/feed", "DEMOHUB=none", new Heard()))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(WebSocketHandshakeException.class, refusal -> assertThat(
                                refusal.getResponse().statusCode())
                        .isEqualTo(401));
    }

    @Test
    void theNewsStreamBeginsWithTheLatestAndGoesOn() throws Exception {
        HttpResponse<java.io.InputStream> answer = client.send(
                request("/events").header("Cookie", signIn("", "ana")).build(), BodyHandlers.ofInputStream());

        assertThat(answer.headers().firstValue("content-type")).hasValue("text/event-stream");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < 5; i++) {
                assertThat(lines.readLine()).startsWith("data: ");
                assertThat(lines.readLine()).isEmpty();
            }
        }
    }

    @Test
    void theDownloadIsWholeAndTheConnectionServesOn() throws Exception {
        String cookie = signIn("", "ana");

        String report = get("/download/10m", cookie).body();

        assertThat(report).hasSize(10 * 1024 * 1024);
        List<String> lines = report.lines().toList();
        assertThat(lines).hasSize(163_840).allMatch(line -> line.length() == 63);
        assertThat(lines.get(163_839)).startsWith("line 00163839,");
        assertThat(get("/whoami", cookie).body()).contains("ana");
    }

    @Test
    void aPrefixThatIsNoneIsRefused() {
        assertThatThrownBy(() -> new DemoHubSettings("127.0.0.1", 0, List.of("sales/")))
                .hasMessage("prefix must be / or like /sales, is sales/");
    }

    private String signIn(String base, String user) throws Exception {
        HttpResponse<String> answer = login(base, user, "demo");
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("location")).hasValue(base + "/");
        return answer.headers().firstValue("set-cookie").orElseThrow().split(";")[0];
    }

    private HttpResponse<String> login(String base, String user, String password) throws Exception {
        return client.send(
                form(base + "/login", "user=" + user + "&password=" + password).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path, String cookie) throws Exception {
        return client.send(request(path).header("Cookie", cookie).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder form(String path, String fields) {
        return request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(fields));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private WebSocket feed(String path, String cookie, WebSocket.Listener listener) {
        return client.newWebSocketBuilder()
                .header("Cookie", cookie)
                .buildAsync(URI.create("ws://127.0.0.1:" + port + path), listener)
                .join();
    }

    private static final class Heard implements WebSocket.Listener {
        private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        private final StringBuilder message = new StringBuilder();

        String next() throws InterruptedException {
            String next = messages.poll(10, TimeUnit.SECONDS);
            assertThat(next).as("a message of the feed").isNotNull();
            return next;
        }

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                messages.add(message.toString());
                message.setLength(0);
            }
            return WebSocket.Listener.super.onText(webSocket, data, last);
        }
    }
}
