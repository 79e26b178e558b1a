package io.passgate.gatekeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a request leaves in the record: a user as the hub spelled it, and neither query nor cookie. */
@Timeout(60)
class RecordTest {

    @Test
    void theAuditSentenceSpellsTheUserAsTheHubDid(@TempDir Path directory) throws Exception {
        try (DoorFixture door = new DoorFixture(directory)) {
            door.allocate("qvservice");
            door.get("/", "Cookie: DEMOHUB=QVService.1");
            door.get("/", "Cookie: DEMOHUB=NoPass.1");

            Path log = directory.resolve("log");
            await().untilAsserted(() -> assertThat(auditFile(log))
                    .contains("granted for User: 'DEMO\\QVService'", "denied for User: 'DEMO\\NoPass'"));
        }
    }

    private static String auditFile(Path log) throws IOException {
        try (Stream<Path> files = Files.list(log)) {
            for (Path file : files.filter(f -> f.toString().endsWith("AuditSecurity_Repository.txt"))
                    .toList()) {
                return Files.readString(file);
            }
        }
        return "";
    }

    @Test
    void eachRequestHasItsLineWithItsUserAndWithoutSecrets(@TempDir Path directory) throws Exception {
        try (DoorFixture door = new DoorFixture(directory)) {
            door.allocate("ana");
            door.get("/report?ticket=secret", "Cookie: DEMOHUB=ana");

            Path file = directory.resolve("log/access.log");
            await().until(() -> Files.exists(file) && Files.readString(file).contains("/report"));
            assertThat(Files.readString(file))
                    .contains("DEMO\\\\ana")
                    .contains("200")
                    .doesNotContain("secret")
                    .doesNotContain("DEMOHUB");
        }
    }
}
