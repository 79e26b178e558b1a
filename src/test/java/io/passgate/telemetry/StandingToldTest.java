package io.passgate.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.passgate.license.Standing.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** A change of the standing is one line in each log, at the level it deserves, and counts one. */
class StandingToldTest {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final LicenseMetrics metrics = new LicenseMetrics(registry);
    private final Logger logger = (Logger) LoggerFactory.getLogger(Telemetry.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @TempDir
    Path directory;

    @BeforeEach
    void listen() {
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(logged);
    }

    @ParameterizedTest
    @CsvSource({
        "VALID, INFO",
        "LATE, INFO",
        "WARNING, WARN",
        "STALE, ERROR",
        "EXPIRED, ERROR",
        "REFUSED, ERROR",
        "MISSING, ERROR"
    })
    void changeIsOneLineInEachLogAtItsLevelAndCountsOne(State state, String level) throws IOException {
        try (Telemetry telemetry = telemetry()) {
            telemetry.start();
            telemetry.standingChanged(LicenseLinesTest.to(state, "for a reason"));
            metrics.standingChanged(LicenseLinesTest.to(state, "for a reason"));
        }

        assertThat(logged.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.toLevel(level));
            assertThat(line.getFormattedMessage())
                    .matches("the license is " + StandingLevel.word(state) + " now, was [a-z]+: for a reason");
        });
        assertThat(Files.readAllLines(directory.resolve("licenses.log"))).hasSize(1);
        assertThat(registry.scrape()
                        .lines()
                        .filter(line -> line.matches("passgate_license_standing_changes_total.* 1.0")))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("standing=\"" + StandingLevel.word(state) + "\""));
    }

    @Test
    void changeToldBeforeTheFilesAreOpenIsLoggedAllTheSame() {
        try (Telemetry telemetry = telemetry()) {
            telemetry.standingChanged(LicenseLinesTest.to(State.STALE, "for a reason"));
        }

        assertThat(logged.list).hasSize(1);
    }

    private Telemetry telemetry() {
        return new Telemetry(new AuditSettings(directory, false), "gate", "1", new GateMetrics(registry));
    }
}
