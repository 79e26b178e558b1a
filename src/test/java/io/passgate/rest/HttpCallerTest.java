package io.passgate.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.passgate.rest.PlayedServer.End;
import io.passgate.testing.LeakCheck;
import io.passgate.testing.TestCertificates;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One call: what is sent, what counts as an answer, and what is told where there is none. */
@Timeout(60)
@ExtendWith(LeakCheck.class)
class HttpCallerTest {
    private static final String NAME = "tested-call";
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final byte[] NO_BODY = {};
    private static TestCertificates certificates;

    @TempDir
    static Path shared;

    private final HttpCaller caller = new HttpCaller(NAME, Duration.ofSeconds(20));

    @BeforeAll
    static void certify() {
        certificates = TestCertificates.in(shared);
    }

    @AfterEach
    void noThreadIsLeft() throws Exception {
        caller.close();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith(NAME)) {
                thread.join(10_000);
                assertThat(thread.isAlive()).isFalse();
            }
        }
    }

    private static HttpRoute to(URI origin) {
        return new HttpRoute(origin, certificates.context(), Optional.empty());
    }

    private HttpCaller.Response get(URI origin) throws IOException {
        return caller.call(
                to(origin), new HttpCaller.Request("GET", "/a?b=c", Map.of("Accept", "text/plain"), NO_BODY));
    }

    private String body(String answer) throws IOException {
        try (PlayedServer server = new PlayedServer(certificates.context(), answer, End.CLOSED)) {
            return new String(get(server.url()).body(), StandardCharsets.UTF_8);
        }
    }

    private IOException failure(String answer, End end) throws IOException {
        try (PlayedServer server = new PlayedServer(certificates.context(), answer, end)) {
            return catchThrowableOfType(IOException.class, () -> get(server.url()));
        }
    }

    @Test
    void whatIsAskedIsSentAndWhatComesBackIsTold() throws Exception {
        String answer = "HTTP/1.1 403 No\r\nX-Twice: one\r\nx-twice: two\r\nContent-Length: 3\r\n\r\nno!";
        try (PlayedServer server = new PlayedServer(certificates.context(), answer, End.NEVER)) {
            HttpCaller.Response response = get(server.url());

            assertThat(response.status()).isEqualTo(403);
            assertThat(response.headers()).containsEntry("x-twice", "two");
            assertThat(response.body()).asString(StandardCharsets.UTF_8).isEqualTo("no!");
            assertThat(server.asked.take().lines())
                    .startsWith("GET /a?b=c HTTP/1.1")
                    .contains("host: localhost:" + server.url().getPort(), "connection: close", "Accept: text/plain");
            assertThat(server.left.get(20, TimeUnit.SECONDS)).as("closed by us").isEqualTo(-1);
        }
    }

    @Test
    void aBodyIsSentWithItsLength() throws Exception {
        try (PlayedServer server = new PlayedServer(certificates.context(), OK + "\r\n", End.CLOSED)) {
            byte[] body = "{\"user\":\"Zoë\"}".getBytes(StandardCharsets.UTF_8);
            caller.call(
                    to(server.url()),
                    new HttpCaller.Request("POST", "/p", Map.of("Content-Type", "application/json"), body));

            assertThat(server.asked.take())
                    .startsWith("POST /p HTTP/1.1\r\n")
                    .contains("content-length: 15\r\n")
                    .endsWith("\r\n\r\n{\"user\":\"Zoë\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nbo\r\n2;x=y\r\ndy\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\n\r\nbody",
                "HTTP/1.0 200 OK\r\n\r\nbody",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\n\r\nbody"
            })
    void anAnswerIsReadInEachFraming(String answer) throws Exception {
        assertThat(body(answer)).isEqualTo("body");
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        String answer = "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n";
        try (PlayedServer server = new PlayedServer(certificates.context(), answer, End.CLOSED)) {
            assertThat(get(server.url()).status()).isEqualTo(302);
            assertThat(server.asked).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "CLOSED, ~",
                "CLOSED, HTTP/1.1 20",
                "CLOSED, HTTP/1.1 200 OK~Content-Le",
                "CLOSED, garbage~~",
                "CLOSED, HTTP/1.1 100 Continue~~",
                "CLOSED, HTTP/1.1 200 OK~Content-Length: 5~~body",
                "CLOSED, HTTP/1.1 200 OK~Content-Length: five~~body",
                "CLOSED, HTTP/1.1 200 OK~Transfer-Encoding: chunked~~4~body~",
                "CLOSED, HTTP/1.1 200 OK~Transfer-Encoding: chunked~~8~body",
                "CLOSED, HTTP/1.1 200 OK~Transfer-Encoding: chunked~~no size~body~0~~",
                "NEVER, HTTP/1.1 200 OK~Transfer-Encoding: chunked~~no size~body~0~~",
                "NEVER, garbage~~",
                "CUT, HTTP/1.1 200 OK~~body",
                "CUT, HTTP/1.0 200 OK~~body",
                "CUT, HTTP/1.1 200 OK~Content-Length: 5~~body"
            })
    void whatIsCutOrMalformedIsNoAnswer(End end, String answer) throws Exception {
        IOException failure = failure(answer.replace("~", "\r\n"), end);

        assertThat(failure).isNotNull().isNotInstanceOf(SocketTimeoutException.class);
        assertThat(failure.getCause()).isNotInstanceOfAny(SSLException.class, HttpCaller.TooLong.class);
    }

    @Test
    void anAnswerOfALengthIsWholeWithoutTheEndOfTls() throws Exception {
        try (PlayedServer server =
                new PlayedServer(certificates.context(), OK + "Content-Length: 4\r\n\r\nbody", End.CUT)) {
            assertThat(get(server.url()).body())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("body");
        }
    }

    @Test
    void headAndBodyAreBounded() throws Exception {
        String many = "x".repeat(256 * 1024);

        assertThat(body(OK + "\r\n" + many)).isEqualTo(many);
        assertThat(failure(OK + "\r\n" + many + "x", End.CLOSED)).hasCauseInstanceOf(HttpCaller.TooLong.class);
        assertThat(failure(OK + "Content-Length: 262145\r\n\r\n", End.NEVER))
                .hasCauseInstanceOf(HttpCaller.TooLong.class);
        assertThat(failure(OK + "Transfer-Encoding: chunked\r\n\r\n50000\r\n" + many + "x", End.NEVER))
                .hasCauseInstanceOf(HttpCaller.TooLong.class);
        assertThat(failure(OK + "A: " + many, End.NEVER)).hasCauseInstanceOf(HttpCaller.TooLong.class);
        assertThat(failure("HTTP/1.1 200 " + many, End.NEVER)).hasCauseInstanceOf(HttpCaller.TooLong.class);
        assertThat(body(OK + "A: " + "x".repeat(30_000) + "\r\n\r\nbody")).isEqualTo("body");
    }

    @Test
    void patienceEndsWithAnAnswerThatDoesNot() throws Exception {
        try (PlayedServer server = new PlayedServer(certificates.context(), OK + "\r\nx", End.NEVER);
                HttpCaller hasty = new HttpCaller(NAME, Duration.ofMillis(800))) {
            assertThatThrownBy(
                            () -> hasty.call(to(server.url()), new HttpCaller.Request("GET", "/", Map.of(), NO_BODY)))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void whereNobodyIsOrIsKnownIsTold() throws Exception {
        PlayedServer gone = new PlayedServer(certificates.context(), "", End.CLOSED);
        gone.close();

        assertThatThrownBy(() -> get(gone.url())).hasCauseInstanceOf(ConnectException.class);
        assertThatThrownBy(() -> get(URI.create("https://no-such-host.invalid")))
                .hasCauseInstanceOf(UnknownHostException.class);
    }

    @Test
    void closedByAnotherThreadItGivesUpAtOnceAndForEver() throws Exception {
        try (PlayedServer server = new PlayedServer(certificates.context(), "", End.NEVER)) {
            CompletableFuture<Object> call = CompletableFuture.supplyAsync(() -> {
                try {
                    return get(server.url());
                } catch (IOException e) {
                    throw new CompletionException(e);
                }
            });
            server.asked.take();
            assertThat(call).isNotDone();
            caller.close();

            assertThatThrownBy(() -> call.get(5, TimeUnit.SECONDS))
                    .isNotInstanceOf(TimeoutException.class)
                    .hasMessageContaining("given up");
            assertThat(server.left.get(5, TimeUnit.SECONDS)).isEqualTo(-1);
            assertThatThrownBy(() -> get(server.url())).hasMessageContaining("given up");
            assertThat(server.asked).as("nobody was asked again").isEmpty();
        }
    }
}
