package io.passgate.gatekeeper;

import static io.passgate.gatekeeper.DoorFixture.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.gatekeeper.DoorFixture.Cookies;
import io.passgate.testing.RawClient;
import java.net.SocketException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who-am-I or the ledger is lost: whoever was let in goes on for a while, nobody new comes in (design.md §4, §6, §8). */
@Timeout(60)
class OutageTest {
    private DoorFixture door;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        door = new DoorFixture(directory);
        door.allocate("ann");
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void whileTheHubCannotTellWhoWasLetInGoesOnForTenMinutesAndOthersGet503() {
        Cookies ann = door.open("ann.1");
        door.hub.knows(false);

        assertThat(status(door.get("/", "Cookie: DEMOHUB=ann.2"))).isEqualTo(503);
        assertThat(status(door.get("/", "Cookie: DEMOHUB=other.1"))).isEqualTo(503);
        assertThat(status(door.get("/", new Cookies(ann.gate(), "ann.3"))))
                .as("a hub cookie that was never proved")
                .isEqualTo(503);
        for (int minute = 2; minute <= 8; minute += 2) {
            door.later(Duration.ofMinutes(2));
            assertThat(status(door.get("/", ann))).as("minute " + minute).isEqualTo(200);
        }
        door.later(Duration.ofMinutes(2));
        String refused = door.get("/", ann);
        assertThat(status(refused)).isEqualTo(503);
        assertThat(refused).containsIgnoringCase("\r\nretry-after: ").containsIgnoringCase("no-store");

        door.hub.knows(true);
        door.later(Duration.ofSeconds(2));
        assertThat(status(door.get("/", ann))).isEqualTo(200);
        assertThat(door.sessions("ann")).hasSize(1);
    }

    @Test
    void whoReadsAPageThatTheHubFailsToGiveCanTryAgainAndWhoSendsSomethingCannot() {
        Cookies ann = door.open("ann.1");
        door.hub.answers(head -> "rubbish\r\n");

        assertThat(door.get("/a/../report?x=%22&y=1", ann))
                .startsWith("HTTP/1.1 502")
                .contains("href=\"/report?x=%22&amp;y=1\"", ">Try again</a>");
        assertThat(door.send("POST /report", "a=b", ann.line()))
                .startsWith("HTTP/1.1 502")
                .doesNotContain("Try again</a>");
    }

    @Test
    void whileTheLedgerCannotBeWrittenNobodyNewComesInAndWhoWasLetInGoesOn() throws SQLException, SocketException {
        Cookies ann = door.open("ann.1");
        try (Connection other =
                        DriverManager.getConnection("jdbc:sqlite:" + door.site().file("data/passgate.db"));
                Statement lock = other.createStatement()) {
            lock.execute("BEGIN IMMEDIATE");

            String refused = patiently("Cookie: DEMOHUB=ann.2");
            assertThat(status(refused)).isEqualTo(503);
            assertThat(refused)
                    .containsIgnoringCase("\r\nretry-after: ")
                    .doesNotContain("SQLITE")
                    .doesNotContain(".db");
            assertThat(status(door.get("/", ann))).isEqualTo(200);

            lock.execute("ROLLBACK");
        }
        assertThat(status(door.get("/", "Cookie: DEMOHUB=ann.3"))).isEqualTo(200);
    }

    /** SQLite waits five seconds for a lock, perhaps for what came before this request too. */
    private String patiently(String line) throws SocketException {
        try (RawClient client = door.connect()) {
            client.socket().setSoTimeout(40_000);
            return client.send(door.request("GET /", "", line)).readAnswer();
        }
    }
}
