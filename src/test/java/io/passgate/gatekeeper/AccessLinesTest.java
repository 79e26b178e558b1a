package io.passgate.gatekeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Access lines are written where they are asked for, and hold neither query nor cookie. */
@Timeout(60)
class AccessLinesTest {

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
