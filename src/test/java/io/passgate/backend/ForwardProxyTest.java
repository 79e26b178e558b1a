package io.passgate.backend;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.passgate.backend.PlayedBackend.DEFINITION;
import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.backend.ForwardProxy.Credentials;
import io.passgate.license.Standing.State;
import io.passgate.testing.LeakCheck;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The way to the license backend through a forward proxy, over real TLS; and how long it is left alone when it asks for that. */
@Timeout(60)
@ExtendWith(LeakCheck.class)
class ForwardProxyTest {
    private static final Credentials SHOWN = new Credentials("gate", "grüße:secret");
    private static final String HEADER = "Basic Z2F0ZTpncsO8w59lOnNlY3JldA==";
    private static PlayedBackend backend;

    @TempDir
    static Path shared;

    @TempDir
    Path directory;

    private Site site;

    @BeforeAll
    static void play() throws Exception {
        backend = new PlayedBackend(shared);
    }

    @AfterAll
    static void stop() {
        backend.close();
    }

    @BeforeEach
    void begin() throws Exception {
        site = new Site(directory, backend);
        backend.playsRight(site.clock, DEFINITION);
    }

    private SignedKeyLicense through(String scheme, int port, Optional<Credentials> credentials) {
        return through(scheme, port, credentials, Duration.ofSeconds(20));
    }

    private SignedKeyLicense through(String scheme, int port, Optional<Credentials> credentials, Duration patience) {
        ForwardProxy proxy = new ForwardProxy(URI.create(scheme + "://localhost:" + port), credentials);
        SignedKeyLicense license = site.open(
                new BackendSettings(backend.url(), Optional.of(directory.resolve("ca.pem")), Optional.of(proxy)),
                patience);
        license.load();
        license.verify();
        return license;
    }

    private static ServerSocketFactory byTls() throws Exception {
        return byTls(backend.authority);
    }

    private static ServerSocketFactory byTls(Authority authority) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(authority.server("localhost").toKeyManagerFactory().getKeyManagers(), null, null);
        return context.getServerSocketFactory();
    }

    private String error(SignedKeyLicense license) {
        return license.status(site.clock.instant()).lastError();
    }

    @Test
    void aProxyThatWantsBasicAuthenticationLetsTheGateThrough() throws Exception {
        try (PlayedProxy proxy = new PlayedProxy(ServerSocketFactory.getDefault(), Optional.of(HEADER))) {
            SignedKeyLicense license = through("http", proxy.port(), Optional.of(SHOWN));

            assertThat(site.state(license)).isEqualTo(State.VALID);
            assertThat(proxy.asked)
                    .containsOnly("CONNECT localhost:" + backend.url().getPort() + " HTTP/1.1");
        }
    }

    @Test
    void aProxyThatIsItselfReachedByTlsLetsTheGateThrough() throws Exception {
        try (PlayedProxy proxy = new PlayedProxy(byTls(), Optional.of(HEADER))) {
            assertThat(site.state(through("https", proxy.port(), Optional.of(SHOWN))))
                    .isEqualTo(State.VALID);
        }
    }

    @Test
    void wrongCredentialsAreToldInPlainWordsWithoutThem() throws Exception {
        try (PlayedProxy proxy = new PlayedProxy(ServerSocketFactory.getDefault(), Optional.of("other"))) {
            assertThat(error(through("http", proxy.port(), Optional.of(SHOWN))))
                    .contains("forwardProxyPassword (407)")
                    .doesNotContain("secret");
            assertThat(SHOWN.toString()).doesNotContain("secret");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http, HTTP/1.1 502 No~Content-Length: 9~~, does not let the gate through to localhost",
        "https, HTTP/1.1 502 No~~, does not let the gate through to localhost",
        "http, HTTP/1.1 407 No~Proxy-Authenticate: Basic~Connection: keep-alive~~, forwardProxyPassword (407)",
        "http, garbage~~, was cut before the answer",
        "http, '', was cut before the answer",
        "https, '', was cut before the answer"
    })
    void aProxyThatDoesNotTunnelIsTold(String scheme, String answer, String words) throws Exception {
        ServerSocketFactory sockets = scheme.equals("http") ? ServerSocketFactory.getDefault() : byTls();
        try (PlayedProxy proxy = new PlayedProxy(sockets, Optional.empty())) {
            proxy.refuses(answer.replace("~", "\r\n"));

            assertThat(error(through(scheme, proxy.port(), Optional.of(SHOWN)))).contains(words);
        }
    }

    @ParameterizedTest
    @CsvSource({"http", "https"})
    void aProxyThatHangsIsNotWaitedFor(String scheme) throws Exception {
        ServerSocketFactory sockets = scheme.equals("http") ? ServerSocketFactory.getDefault() : byTls();
        try (PlayedProxy proxy = new PlayedProxy(sockets, Optional.empty())) {
            proxy.refuses("HTTP/1.1 ");

            assertThat(error(through(scheme, proxy.port(), Optional.of(SHOWN), Duration.ofSeconds(2))))
                    .contains("did not answer in time");
        }
    }

    @Test
    void aProxyThatNobodyVouchesForIsShownNoCredentials() throws Exception {
        try (PlayedProxy proxy = new PlayedProxy(byTls(new Authority("Another CA")), Optional.empty())) {
            assertThat(error(through("https", proxy.port(), Optional.of(SHOWN))))
                    .contains("the forward proxy localhost:" + proxy.port())
                    .contains("no TLS with it, or nothing in");
            assertThat(proxy.asked).doesNotContain("CONNECT");
        }
    }

    @Test
    void aProxyThatIsNotThereIsNotTakenForTheBackend() throws Exception {
        PlayedProxy gone = new PlayedProxy(ServerSocketFactory.getDefault(), Optional.empty());
        gone.close();

        assertThat(error(through("http", gone.port(), Optional.empty())))
                .contains("the forward proxy localhost:" + gone.port())
                .contains("takes no connections");
    }

    @Test
    void aProxyThatSpeaksNoTlsIsNotTrustedWithCredentials() throws Exception {
        try (PlayedProxy proxy = new PlayedProxy(ServerSocketFactory.getDefault(), Optional.empty())) {
            Instant begin = Instant.now();
            SignedKeyLicense license = site.open(
                    new BackendSettings(
                            backend.url(),
                            Optional.of(directory.resolve("ca.pem")),
                            Optional.of(new ForwardProxy(
                                    URI.create("https://localhost:" + proxy.port()), Optional.of(SHOWN)))),
                    Duration.ofSeconds(2));
            license.load();
            license.verify();

            assertThat(site.state(license)).isEqualTo(State.MISSING);
            assertThat(proxy.asked).as("nothing that it could read").doesNotContain("CONNECT");
            assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(15));
        }
    }

    @Test
    void retryAfterInSecondsIsRespectedByTheLoopButNotByAPerson() {
        SignedKeyLicense license = site.started(backend);
        backend.plays(asked -> aResponse().withStatus(503).withHeader("Retry-After", "3000"));
        license.step();
        int asked = backend.asked.get();

        site.clock.move(Duration.ofSeconds(2_999));
        license.step();
        assertThat(backend.asked).hasValue(asked);
        license.verify();
        assertThat(backend.asked).hasValue(asked + 1);
    }

    @Test
    void retryAfterIsReadAsSecondsOrDateAndBounded() {
        Instant now = Instant.parse("2026-11-25T08:00:00Z");

        assertThat(RetryAfter.read("120", now)).isEqualTo(Duration.ofMinutes(2));
        assertThat(RetryAfter.read("Wed, 25 Nov 2026 08:10:00 GMT", now)).isEqualTo(Duration.ofMinutes(10));
        assertThat(RetryAfter.read("Wed, 25 Nov 2026 07:10:00 GMT", now)).isZero();
        assertThat(RetryAfter.read("999999999", now)).isEqualTo(Duration.ofHours(4));
        assertThat(RetryAfter.read("soon", now)).isZero();
        assertThat(RetryAfter.read("", now)).isZero();
    }
}
