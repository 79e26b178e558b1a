package io.passgate.gatekeeper;

import static io.passgate.gatekeeper.DoorFixture.setsCookie;
import static io.passgate.gatekeeper.DoorFixture.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.testing.RawClient;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where only some paths need an access pass: being signed in leads to the others and no further (design.md §9; domain.md §1.1, §2). */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PathsWithoutPassTest {
    private DoorFixture door;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        door = new DoorFixture(directory, ", needsPass: [\"/app/*\"]");
    }

    @AfterAll
    void close() {
        door.close();
    }

    @Test
    void whoIsSignedInSeesThemWithoutPassAndWithoutSession() {
        String answer = door.get("/hub", "Cookie: DEMOHUB=visitor");

        assertThat(status(answer)).isEqualTo(200);
        assertThat(setsCookie(answer)).isFalse();
        assertThat(door.sessions("visitor")).isEmpty();
    }

    @Test
    void whatWasSeenThereIsNoPassForTheOthersOnTheSameConnection() {
        try (RawClient client = door.connect()) {
            String first = client.send(door.request("GET /hub", "", "Cookie: DEMOHUB=stranger"))
                    .readAnswer();
            String second = client.send(door.request("GET /app/1", "", "Cookie: DEMOHUB=stranger"))
                    .readAnswer();

            assertThat(status(first)).isEqualTo(200);
            assertThat(status(second)).isEqualTo(403);
        }
    }

    @Test
    void aPassOpensASessionWhereItIsNeeded() {
        door.allocate("holder");

        assertThat(status(door.get("/app/1", "Cookie: DEMOHUB=holder"))).isEqualTo(200);
        assertThat(door.sessions("holder")).hasSize(1);
    }
}
