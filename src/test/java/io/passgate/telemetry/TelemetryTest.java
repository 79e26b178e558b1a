package io.passgate.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.passgate.admission.LicenseSource;
import io.passgate.admission.LicenseSource.License;
import io.passgate.decision.Refusal;
import io.passgate.identity.Attributes;
import io.passgate.identity.Identification;
import io.passgate.license.AccessType;
import io.passgate.license.Occupancy;
import io.passgate.license.Standing;
import io.passgate.session.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TelemetryTest {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final GateMetrics metrics = new GateMetrics(registry);

    @TempDir
    Path directory;

    @Test
    void whatIsLetInOnlyInShadowCountsTwiceAndIsGrantedForTheAudit() throws IOException {
        try (Telemetry telemetry = telemetry(false)) {
            telemetry.start();
            telemetry.decisionLog().opened(Told.shadowed(Refusal.POOL_EMPTY));
        }

        assertThat(registry.scrape())
                .contains("passgate_verdicts_total{reason=\"user-access-pass\",verdict=\"granted\"} 1.0")
                .contains("passgate_verdicts_total{reason=\"pool-empty\",verdict=\"shadowed\"} 1.0")
                .contains("passgate_verdicts_total{reason=\"pool-empty\",verdict=\"refused\"} 0.0");
        assertThat(Files.readAllLines(directory.resolve("gate_1.corp_AuditSecurity_Repository.txt")))
                .last()
                .satisfies(line -> assertThat(line).contains("UsageGranted"));
    }

    @Test
    void decisionIsWrittenToBothFilesAndCounted() throws IOException {
        try (Telemetry telemetry = telemetry(false)) {
            telemetry.start();
            telemetry.decisionLog().opened(Told.opened("s-1", "u-1", 1, "10.0.0.1"));
            telemetry.decisionLog().renewed(Told.renewed(AccessType.LOGIN_ACCESS_PASS));
            telemetry.decisionLog().refused(Told.refused(Refusal.TOO_MANY_SESSIONS, "s-2", "a-1", 5, "10.0.0.1"));
            telemetry.decisionLog().ended(Told.ended(Ending.LOG_OUT));
        }

        assertThat(Files.readAllLines(directory.resolve("decisions.log"))).hasSize(4);
        assertThat(Files.readAllLines(directory.resolve("gate_1.corp_AuditSecurity_Repository.txt")))
                .hasSize(3);
        assertThat(registry.scrape())
                .contains("passgate_verdicts_total{reason=\"user-access-pass\",verdict=\"granted\"} 1.0")
                .contains("passgate_verdicts_total{reason=\"too-many-sessions\",verdict=\"refused\"} 1.0")
                .contains("passgate_verdicts_total{reason=\"license-stale\",verdict=\"refused\"} 0.0")
                .contains("passgate_renewals_total{type=\"login-access-pass\"} 1.0")
                .contains("passgate_sessions_ended_total{ending=\"log-out\"} 1.0")
                .contains("passgate_opening_seconds_count 2");
    }

    @Test
    void requestsAreNotWrittenUnlessAskedFor() {
        try (Telemetry telemetry = telemetry(false)) {
            telemetry.start();
            assertThat(telemetry.accessLog()).isEmpty();
        }
        assertThat(directory.resolve("access.log")).doesNotExist();
    }

    @Test
    void requestIsOneLineWithoutQuery() throws IOException {
        try (Telemetry telemetry = telemetry(true)) {
            telemetry.start();
            telemetry
                    .accessLog()
                    .orElseThrow()
                    .request(line("/hub", Optional.of(Told.SERVICE).map(Object::toString)));
        }

        assertThat(Files.readAllLines(directory.resolve("access.log")))
                .containsExactly("{\"time\":\"2026-11-21T22:04:24.123456Z\",\"requestId\":\"4711\","
                        + "\"address\":\"10.0.0.1\",\"user\":\"DOMAIN\\\\qvservice\",\"virtualProxy\":\"/\","
                        + "\"method\":\"GET\",\"path\":\"/hub\",\"protocol\":\"HTTP/1.1\",\"status\":200,\"bytesIn\":0,"
                        + "\"bytesOut\":1024,\"ms\":12.0}");
        assertThatThrownBy(() -> line("/hub?qlikTicket=secret", Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void decisionToldAfterTheEndIsStillCounted() {
        Telemetry telemetry = telemetry(false);
        telemetry.start();
        telemetry.close();

        telemetry.decisionLog().opened(Told.opened("s-1", "u-1", 1, "10.0.0.1"));

        assertThat(registry.scrape()).contains("passgate_opening_seconds_count 1");
    }

    @Test
    void gaugesShowWhatHoldsNow() {
        metrics.watchSessions(() -> 7);
        metrics.watchDenied(() -> 3);

        assertThat(registry.scrape()).contains("passgate_sessions 7.0", "passgate_denied 3.0");
    }

    @Test
    void questionsToTheHubAreTimedByTheirOutcome() {
        assertThat(registry.scrape()).contains("passgate_who_am_i_seconds_count{outcome=\"nobody\"} 0");

        metrics.whoAmI(
                new Identification.Named(Told.SERVICE, Attributes.NONE, List.of(), Instant.MAX),
                Duration.ofMillis(250));
        metrics.whoAmI(new Identification.CannotTell("late"), Duration.ofSeconds(2));

        assertThat(registry.scrape())
                .contains("passgate_who_am_i_seconds_sum{outcome=\"user\"} 0.25")
                .contains("passgate_who_am_i_seconds_count{outcome=\"cannot-tell\"} 1");
    }

    @Test
    void trafficIsCountedByStatusClassAndKindOfError() {
        metrics.request(204);
        metrics.request(299);
        metrics.request(503);
        metrics.request(0);
        metrics.hubError(GateMetrics.HubError.BAD_ANSWER);
        metrics.eventLoopDelay(Duration.ofMillis(250));
        metrics.exempt(Told.exempt());

        assertThat(registry.scrape())
                .contains("passgate_requests_total{status=\"2xx\"} 2.0")
                .contains("passgate_requests_total{status=\"5xx\"} 1.0")
                .contains("passgate_requests_total{status=\"4xx\"} 0.0")
                .contains("passgate_hub_errors_total{kind=\"bad-answer\"} 1.0")
                .contains("passgate_eventloop_delay_seconds_max 0.25")
                .contains("passgate_verdicts_total{reason=\"exempt\",verdict=\"exempt\"} 1.0");
    }

    @Test
    void droppedLinesShowEvenAfterTheGarbageCollector() {
        try (Telemetry telemetry = telemetry(false)) {
            telemetry.start();
            System.gc();
            assertThat(registry.scrape()).contains("passgate_record_dropped_total{file=\"decisions.log\"} 0.0");
        }
    }

    @Test
    void everyMetricAndFieldStandsInTheOperationsPage() throws IOException {
        LicenseMetrics licenseMetrics = new LicenseMetrics(registry);
        licenseMetrics.watchLicense(
                () -> new License(LicenseSource.NO_TERMS, Standing.missing("no key")), () -> Told.AT);
        licenseMetrics.watchOccupancy(() -> Occupancy.NONE);
        metrics.watchSessions(() -> 7);
        metrics.watchDenied(() -> 3);
        try (Telemetry telemetry = telemetry(true)) {
            telemetry.start();
            telemetry.decisionLog().opened(Told.opened("s-1", "u-1", 1, "10.0.0.1"));
            telemetry.decisionLog().refused(Told.refused(Refusal.LICENSE_STALE, "s-2", "a-1", 0, "10.0.0.1"));
            telemetry.accessLog().orElseThrow().request(line("/hub", Optional.empty()));
        }
        String page = Files.readString(Path.of("src/site/markdown/operations.md"));

        assertThat(registry.scrape().lines().filter(l -> l.startsWith("# TYPE ")))
                .hasSizeGreaterThan(10)
                .allSatisfy(l -> assertThat(page).contains(l.split(" ")[2].replaceAll("_max$", "")));
        assertThat(fields("decisions.log")).hasSize(15).allSatisfy(f -> assertThat(page)
                .contains("`" + f + "`"));
        assertThat(fields("licenses.log")).hasSize(7).allSatisfy(f -> assertThat(page)
                .contains("`" + f + "`"));
        assertThat(fields("access.log")).hasSize(12).allSatisfy(f -> assertThat(page)
                .contains("`" + f + "`"));
        assertThat(Refusal.values()).allSatisfy(r -> assertThat(page).contains("`" + r.code() + "`"));
    }

    private List<String> fields(String file) throws IOException {
        List<String> names = new ArrayList<>();
        new ObjectMapper()
                .readTree(directory.resolve(file).toFile())
                .fieldNames()
                .forEachRemaining(names::add);
        return names;
    }

    private Telemetry telemetry(boolean accessLines) {
        return new Telemetry(new AuditSettings(directory, accessLines), "gate 1.corp", "1.2.3", metrics);
    }

    private static AccessLine line(String path, Optional<String> user) {
        return new AccessLine(
                Told.AT,
                "4711",
                "10.0.0.1",
                user.map(io.passgate.identity.User::parse),
                "/",
                "GET",
                path,
                "HTTP/1.1",
                200,
                0,
                1024,
                Duration.ofMillis(12));
    }
}
