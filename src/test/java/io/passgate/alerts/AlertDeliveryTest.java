package io.passgate.alerts;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static io.passgate.alerts.Situations.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.passgate.admission.StandingChange;
import io.passgate.alerts.AlertSettings.WebhookSettings;
import io.passgate.license.Occupancy;
import io.passgate.license.Standing.State;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Alerts on their way to a receiver that WireMock plays, over HTTP and HTTPS. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AlertDeliveryTest {

    private static final String SECRET = "a secret of the tests";
    private static final String PASSWORD = "changeit";
    private static final String HOOK = "/hook?token=T0";
    private static final Set<AlertEvent> ALL = Set.of(AlertEvent.values());
    private static final BackOff QUICK = new BackOff(Duration.ofMillis(10), Duration.ofMillis(20), Duration.ofDays(1));
    private static final BackOff NEVER = new BackOff(Duration.ofHours(1), Duration.ofHours(1), Duration.ofDays(1));

    private final AtomicInteger drawn = new AtomicInteger();
    private volatile Instant now = NOW;
    private SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private WireMockServer receiver;
    private Path secret;
    private Path authority;
    private Alerts alerts;

    @BeforeAll
    void play(@TempDir Path directory) throws Exception {
        X509Bundle own = new CertificateBuilder()
                .ecp256()
                .subject("CN=Test CA of alerts")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        X509Bundle server = new CertificateBuilder()
                .ecp256()
                .subject("CN=localhost")
                .addSanDnsName("localhost")
                .buildIssuedBy(own);
        authority = Files.writeString(directory.resolve("ca.pem"), own.getCertificatePEM());
        secret = Files.writeString(directory.resolve("webhook.secret"), SECRET + "\n");
        Path keys = directory.resolve("server.p12");
        try (OutputStream out = Files.newOutputStream(keys)) {
            server.toKeyStore(PASSWORD.toCharArray()).store(out, PASSWORD.toCharArray());
        }
        receiver = new WireMockServer(options()
                .dynamicPort()
                .dynamicHttpsPort()
                .bindAddress("127.0.0.1")
                .keystorePath(keys.toString())
                .keystoreType("PKCS12")
                .keystorePassword(PASSWORD)
                .keyManagerPassword(PASSWORD));
        receiver.start();
    }

    @AfterAll
    void stop() {
        receiver.stop();
    }

    @BeforeEach
    void begin() {
        receiver.resetAll();
        registry = new SimpleMeterRegistry();
        now = NOW;
        alerts = alerts(QUICK, List.of());
    }

    @AfterEach
    void close() {
        alerts.close();
    }

    @Test
    void alertIsPostedOverTlsWithASignatureThatTheReceiverCanCheck() throws Exception {
        receiver.stubFor(post(urlEqualTo(HOOK)).willReturn(aResponse().withStatus(204)));
        started(QUICK, hook("https", ALL, Optional.of(authority)));

        alerts.standingChanged(to(State.STALE));

        LoggedRequest request = received(1).get(0);
        JsonNode body = new ObjectMapper().readTree(request.getBody());
        assertThat(body.at("/event").asText()).isEqualTo("stale");
        assertThat(body.at("/severity").asText()).isEqualTo("error");
        assertThat(body.at("/site").asText()).isEqualTo("Sales Portal");
        assertThat(body.at("/node").asText()).isEqualTo("gate-1");
        assertThat(body.at("/at").asText()).isEqualTo("2026-11-16T00:00:00Z");
        assertThat(body.at("/summary").asText()).isEqualTo("The license is stale and nobody is let in: for a reason");
        assertThat(body.at("/repeated").asBoolean()).isFalse();
        assertThat(request.getBodyAsString()).doesNotContain(SECRET).doesNotContain("token=");
        String timestamp = request.getHeader("Passgate-Timestamp");
        assertThat(timestamp).isEqualTo(Long.toString(NOW.getEpochSecond()));
        assertThat(request.getHeader("Passgate-Alert")).isEqualTo(body.at("/id").asText());
        assertThat(request.getHeader("Passgate-Signature"))
                .isEqualTo("v1=" + hmac(timestamp + "." + request.getBodyAsString()));
        await().untilAsserted(() -> assertThat(count("delivered")).isEqualTo(1));
    }

    @Test
    void receiverThatNobodyVouchesForGetsNothing() {
        receiver.stubFor(post(urlEqualTo(HOOK)).willReturn(ok()));
        started(NEVER, hook("https", ALL, Optional.empty()));

        alerts.standingChanged(to(State.STALE));

        await().untilAsserted(() -> assertThat(count("failed")).isEqualTo(1));
        assertThat(receiver.findAll(postRequestedFor(urlEqualTo(HOOK)))).isEmpty();
    }

    @Test
    void alertIsTriedAgainUntilItIsTakenAndIsTheSameAlertEachTime() {
        answers("first", Scenario.STARTED, aResponse().withStatus(500), "cut");
        answers("first", "cut", aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER), "redirect");
        answers("first", "redirect", aResponse().withStatus(302).withHeader("Location", "/elsewhere"), "late");
        answers("first", "late", ok().withFixedDelay(3000), "well");
        answers("first", "well", ok(), "well");
        started(QUICK, hook("http", ALL, Optional.empty()));

        alerts.standingChanged(to(State.STALE));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(count("delivered")).isEqualTo(1));
        List<LoggedRequest> requests = receiver.findAll(postRequestedFor(urlEqualTo(HOOK)));
        assertThat(requests.stream()
                        .map(request -> request.getHeader("Passgate-Alert"))
                        .distinct())
                .hasSize(1);
        assertThat(requests.stream().map(LoggedRequest::getBodyAsString).distinct())
                .hasSize(1);
        assertThat(receiver.findAll(postRequestedFor(urlEqualTo("/elsewhere")))).isEmpty();
        assertThat(count("failed")).isEqualTo(4);
        assertThat(count("dropped")).isZero();
    }

    @Test
    void everythingIsToldInOrderAndNothingTwice() throws Exception {
        receiver.stubFor(post(urlEqualTo(HOOK)).willReturn(ok()));
        started(QUICK, hook("http", ALL, Optional.empty()));

        for (State state : List.of(State.LATE, State.LATE, State.WARNING, State.STALE, State.STALE, State.VALID)) {
            alerts.standingChanged(to(state));
            alerts.look(Situations.license(state), Occupancy.NONE, 0);
        }

        assertThat(events(received(4))).containsExactly("late", "warning", "stale", "valid");
        now = NOW.plus(Duration.ofMinutes(1));
        alerts.look(Situations.license(State.VALID), Occupancy.NONE, 40);
        now = NOW.plus(Duration.ofMinutes(2));
        alerts.look(Situations.license(State.VALID), Occupancy.NONE, 80);
        assertThat(events(received(5))).last().isEqualTo("denial-spike");
        alerts.close();
        assertThat(count("delivered")).isEqualTo(5);
    }

    @Test
    void receiverIsToldOnlyOfWhatItWants() throws Exception {
        receiver.stubFor(post(urlEqualTo(HOOK)).willReturn(ok()));
        started(QUICK, hook("http", Set.of(AlertEvent.STALE), Optional.empty()));

        List.of(State.LATE, State.STALE, State.VALID).forEach(state -> alerts.standingChanged(to(state)));
        alerts.close();

        assertThat(events(received(1))).containsExactly("stale");
    }

    @Test
    void receiverThatHangsHoldsUpNobodyAndTheOldestOfTooManyIsDropped() {
        receiver.stubFor(post(urlEqualTo(HOOK)).willReturn(aResponse().withStatus(503)));
        started(NEVER, hook("http", ALL, Optional.empty()));
        alerts.standingChanged(to(State.STALE));
        await().untilAsserted(() -> assertThat(count("failed")).isEqualTo(1));

        for (int i = 0; i < Webhook.WAITING; i++) {
            alerts.standingChanged(to(i % 2 == 0 ? State.VALID : State.STALE));
        }
        assertThat(count("dropped")).isZero();

        alerts.standingChanged(to(State.VALID));
        assertThat(count("dropped")).isEqualTo(1);
    }

    @Test
    void alertIsGivenUpWhenItWouldBeADayOld() {
        receiver.stubFor(post(urlEqualTo(HOOK)).willReturn(aResponse().withStatus(503)));
        started(
                new BackOff(Duration.ofDays(2), Duration.ofDays(2), Duration.ofDays(1)),
                hook("http", ALL, Optional.empty()));

        alerts.standingChanged(to(State.STALE));

        await().untilAsserted(() -> assertThat(count("dropped")).isEqualTo(1));
    }

    @Test
    void secretThatCannotBeReadSendsNothingUnsigned() throws Exception {
        receiver.stubFor(post(urlEqualTo(HOOK)).willReturn(ok()));
        Path empty = Files.writeString(secret.resolveSibling("empty.secret"), "\n");
        started(
                NEVER,
                new WebhookSettings(
                        URI.create("http://localhost:" + receiver.port() + HOOK), empty, ALL, Optional.empty()));

        alerts.standingChanged(to(State.STALE));

        await().untilAsserted(() -> assertThat(count("failed")).isEqualTo(1));
        assertThat(receiver.findAll(postRequestedFor(urlEqualTo(HOOK)))).isEmpty();
    }

    private void answers(
            String scenario,
            String state,
            com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder answer,
            String next) {
        receiver.stubFor(post(urlEqualTo(HOOK))
                .inScenario(scenario)
                .whenScenarioStateIs(state)
                .willReturn(answer)
                .willSetStateTo(next));
    }

    private WebhookSettings hook(String scheme, Set<AlertEvent> events, Optional<Path> trust) {
        int port = scheme.equals("https") ? receiver.httpsPort() : receiver.port();
        return new WebhookSettings(URI.create(scheme + "://localhost:" + port + HOOK), secret, events, trust);
    }

    private void started(BackOff backOff, WebhookSettings webhook) {
        alerts = alerts(backOff, List.of(webhook));
        alerts.start();
    }

    private Alerts alerts(BackOff backOff, List<WebhookSettings> webhooks) {
        return new Alerts(
                new AlertSettings(AlertSettings.REPEAT, webhooks),
                new Alerts.Surroundings(
                        "Sales Portal",
                        "gate-1",
                        () -> now,
                        () -> "alert-" + drawn.incrementAndGet(),
                        () -> 1,
                        registry),
                backOff,
                Duration.ofSeconds(1));
    }

    private StandingChange to(State state) {
        State before = state == State.VALID ? State.STALE : State.VALID;
        return new StandingChange(now, "1", Situations.standing(before), Situations.standing(state));
    }

    private List<LoggedRequest> received(int count) {
        await().untilAsserted(() ->
                assertThat(receiver.findAll(postRequestedFor(urlEqualTo(HOOK)))).hasSize(count));
        return receiver.findAll(postRequestedFor(urlEqualTo(HOOK)));
    }

    private static List<String> events(List<LoggedRequest> requests) throws Exception {
        List<String> events = new java.util.ArrayList<>();
        for (LoggedRequest request : requests) {
            events.add(
                    new ObjectMapper().readTree(request.getBody()).at("/event").asText());
        }
        return events;
    }

    private double count(String outcome) {
        return registry.get("passgate.alerts").tag("outcome", outcome).counter().count();
    }

    private static String hmac(String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }
}
