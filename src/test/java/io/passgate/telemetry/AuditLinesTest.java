package io.passgate.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.decision.Refusal;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.session.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The audit file against the lines of seed 001. */
class AuditLinesTest {

    @TempDir
    Path directory;

    @Test
    void sentencesAreTheSeedsLetterForLetter() throws IOException {
        List<String> lines = written(audit -> {
            audit.opened(Told.opened(
                    "dddc6d06-e01f-44fb-8c0d-d0289c79abc1",
                    "ed3875d3-624a-424d-b624-0d596e2f9a05",
                    1,
                    "192.168.1.100"));
            audit.opened(Told.opened(
                    "5d52c4dc-3f1e-4bc1-b718-023be9a8226c", "4782d0b6-a2c2-483e-bc40-79537011ba04", 2, "::1"));
            audit.refused(Told.refused(
                    Refusal.TOO_MANY_SESSIONS,
                    "e3cd957b-a501-4bec-a3f8-d35170a73efa",
                    "264ff070-6306-4f1b-85db-21a8468939b5",
                    5,
                    "0:0:0:0:0:0:0:1"));
        });

        assertThat(lines.stream().skip(1).map(line -> line.split("\t", -1)[20]))
                .containsExactly(
                        "User access granted for User: 'Domain\\QVService' with UsageID:"
                                + " 'ed3875d3-624a-424d-b624-0d596e2f9a05', SessionID:"
                                + " 'dddc6d06-e01f-44fb-8c0d-d0289c79abc1', SessionCount: '1', Hostname:"
                                + " '::ffff:192.168.1.100', OperationType: 'UsageGranted'",
                        "User access granted for User: 'Domain\\QVService' with UsageID:"
                                + " '4782d0b6-a2c2-483e-bc40-79537011ba04', SessionID:"
                                + " '5d52c4dc-3f1e-4bc1-b718-023be9a8226c', SessionCount: '2', Hostname: ':::1',"
                                + " OperationType: 'UsageGranted'",
                        "Access was denied for User: 'Domain\\QVService', with AccessID"
                                + " '264ff070-6306-4f1b-85db-21a8468939b5', SessionID:"
                                + " 'e3cd957b-a501-4bec-a3f8-d35170a73efa', SessionCount: '5', Hostname: ':::1',"
                                + " OperationType: 'UsageDenied'");
    }

    @Test
    void grantStandsInTwentyTwoColumnsUnderTheirNames() throws IOException {
        List<String> lines = written(audit -> audit.opened(Told.opened("s-1", "u-1", 3, "192.168.1.100")));

        assertThat(lines.get(0).split("\t", -1))
                .hasSize(22)
                .startsWith("Sequence#")
                .endsWith("Id2");
        assertThat(lines.get(1).split("\t", -1))
                .containsExactly(
                        "1",
                        "1.2.3",
                        "20261121T220424.123+0000",
                        "GATE-1",
                        "u-1",
                        "Command=License user access;Result=0;ResultText=Success",
                        "s-1",
                        "4711",
                        "0",
                        "domain",
                        "qvservice",
                        "u-1",
                        "user-access-pass",
                        "License",
                        "::ffff:192.168.1.100",
                        "Passgate",
                        "/sales",
                        "AppAccess",
                        "License user access",
                        "0",
                        "User access granted for User: 'Domain\\QVService' with UsageID: 'u-1', SessionID: 's-1',"
                                + " SessionCount: '3', Hostname: '::ffff:192.168.1.100', OperationType: 'UsageGranted'",
                        "0");
    }

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void everyDenialIs403AndNamesItsReason(Refusal reason) throws IOException {
        List<String> lines = written(audit -> audit.refused(Told.refused(reason, "s-1", "a-1", 5, "10.0.0.1")));

        assertThat(lines.get(1).split("\t", -1))
                .contains(
                        "Command=License user access;Result=403;ResultText=Error: Access denied", "403", reason.code())
                .hasSize(22);
    }

    @ParameterizedTest
    @EnumSource(AccessType.class)
    void sentenceIsTheSameForAllAccessTypes(AccessType type) throws IOException {
        List<String> lines =
                written(audit -> audit.opened(Told.opened(type, Told.SERVICE, "s-1", "u-1", 1, "10.0.0.1")));

        assertThat(lines.get(1)).contains("\tUser access granted for User: 'Domain\\QVService' with UsageID: 'u-1', ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\tb",
                "a\nAccess was denied",
                "a\r\nb",
                "a\u0085b",
                "a\u2028b",
                "a\u2029b",
                "a\u0000b",
                "a\u000bb"
            })
    void nothingFromOutsideForgesALineOrAColumn(String hostile) throws IOException {
        List<String> lines = written(audit -> audit.opened(Told.opened(hostile, hostile, 1, hostile)));

        assertThat(lines).hasSize(2);
        assertThat(lines.get(1).split("\t", -1)).hasSize(22);
        assertThat(lines.get(1).codePoints().filter(c -> c != '\t').noneMatch(c -> c < ' ' || c == 0x85))
                .isTrue();
    }

    @Test
    void apostropheInANameStaysInItsColumn() throws IOException {
        User user = new User("corp", "o'brien' with usageid: 'x");

        List<String> lines =
                written(audit -> audit.opened(Told.opened(AccessType.ANALYZER, user, "s-1", "u-1", 1, "10.0.0.1")));

        assertThat(lines.get(1).split("\t", -1)[10]).isEqualTo("o'brien' with usageid: 'x");
    }

    @Test
    void endHasNoSentence() throws IOException {
        assertThat(written(audit -> audit.ended(Told.ended(Ending.IDLE)))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"192.168.1.100, ::ffff:192.168.1.100", "::1, :::1", "2001:db8::7, 2001:db8::7"})
    void hostnameIsSpelledAsInTheSeed(String address, String hostname) {
        assertThat(AuditLines.hostname(address)).isEqualTo(hostname);
    }

    private List<String> written(Consumer<AuditLines> telling) throws IOException {
        Path path = directory.resolve("audit.txt");
        try (LineFile file = LineFile.start(path, AuditLines.HEADER, 100)) {
            telling.accept(new AuditLines(file, "GATE-1", "1.2.3"));
        }
        return Files.readString(path).lines().toList();
    }
}
