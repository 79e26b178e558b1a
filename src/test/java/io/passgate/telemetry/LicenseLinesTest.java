package io.passgate.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.admission.StandingChange;
import io.passgate.decision.Refusal;
import io.passgate.license.Standing;
import io.passgate.license.Standing.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The licenses log against the lines of seed 000, which have level info all of them. */
class LicenseLinesTest {

    @TempDir
    Path directory;

    @Test
    void staleLicenseIsTheSeedsLineAsAnError() throws IOException {
        assertThat(written(lines -> lines.standing(to(State.STALE, "five days"))))
                .containsExactly("{\"caller\":\"standing\",\"level\":\"error\","
                        + "\"message\":\"invalid license error, license verification error: lic is stale\","
                        + "\"res.errorType\":\"licenses.InvalidLicenseError\",\"res.statusCode\":403,"
                        + "\"timestamp\":\"2026-11-21T22:04:24.123456Z\"}");
    }

    @Test
    void personRefusedBecauseOfItIsTheSeedsOtherLineWithTheRequestsId() throws IOException {
        assertThat(written(lines -> lines.refused(Told.refused(Refusal.LICENSE_STALE, "s-1", "a-1", 0, "10.0.0.1"))))
                .containsExactly("{\"caller\":\"decision\",\"corrId\":\"4711\","
                        + "\"errorMessage\":\"Too much time has passed since the last license update\","
                        + "\"errorType\":\"LICENSES-OutdatedLicense\",\"level\":\"error\",\"statusCode\":403,"
                        + "\"timestamp\":\"2026-11-21T22:04:24.123456Z\"}");
    }

    @ParameterizedTest
    @CsvSource({"VALID, info", "LATE, info", "WARNING, warn"})
    void standingThatAdmitsIsALineWithItsDetail(State state, String level) throws IOException {
        assertThat(written(lines -> lines.standing(to(state, "last verified yesterday"))))
                .containsExactly("{\"caller\":\"standing\",\"level\":\"" + level + "\","
                        + "\"licenseNumber\":\"9999000000002782\",\"message\":\"lic is "
                        + StandingLevel.word(state) + ": last verified yesterday\","
                        + "\"timestamp\":\"2026-11-21T22:04:24.123456Z\"}");
    }

    @ParameterizedTest
    @CsvSource({"EXPIRED", "REFUSED", "MISSING"})
    void standingThatLetsNobodyInIsAnInvalidLicenseAndSaysWhy(State state) throws IOException {
        assertThat(written(lines -> lines.standing(to(state, "on the deny list"))))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains(
                                "\"level\":\"error\"",
                                "lic is " + StandingLevel.word(state) + ": on the deny list\"",
                                "\"res.errorType\":\"licenses.InvalidLicenseError\",\"res.statusCode\":403"));
    }

    @Test
    void syncOfAssignmentsIsTheSeedsLineAndAWarningWithItsReasonWhereItFails() throws IOException {
        String words =
                "\"licenseNumber\":\"9999000000002782\",\"message\":\"re-syncing assignments with the backend\",";
        String time = "\"timestamp\":\"2026-11-21T22:04:24.123456Z\"}";

        assertThat(written(lines -> {
                    lines.synced(Told.AT, "9999000000002782", "");
                    lines.synced(Told.AT, "9999000000002782", "no answer");
                }))
                .containsExactly(
                        "{\"caller\":\"sync\",\"level\":\"info\"," + words + time,
                        "{\"caller\":\"sync\",\"level\":\"warn\"," + words + "\"errorMessage\":\"no answer\"," + time);
    }

    @Test
    void otherRefusalsSayNothingOfTheLicense() throws IOException {
        assertThat(written(lines -> lines.refused(Told.refused(Refusal.POOL_EMPTY, "s-1", "a-1", 0, "10.0.0.1"))))
                .isEmpty();
    }

    static StandingChange to(State state, String detail) {
        return new StandingChange(
                Told.AT,
                "9999000000002782",
                standing(state == State.VALID ? State.STALE : State.VALID, "as before"),
                standing(state, detail));
    }

    private static Standing standing(State state, String detail) {
        return new Standing(state, detail, Optional.empty(), Instant.MAX);
    }

    private List<String> written(Consumer<LicenseLines> telling) throws IOException {
        Path path = directory.resolve("licenses.log");
        try (LineFile file = LineFile.start(path, "", 100)) {
            telling.accept(new LicenseLines(file));
        }
        return Files.readAllLines(path);
    }
}
