package io.passgate.gatekeeper;

import static io.passgate.gatekeeper.DoorFixture.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.testing.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials that contradict themselves, and headers that only some peers are believed with (design.md §4). */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PresentedCredentialsTest {
    private static final String IDENTITY =
            """
            , identity: [
                { trustedHeader: { name: X-Remote-User, directory: DEMO, from: [127.0.0.2/32] } },
                { askHub: { path: /whoami, user: /user/id, directory: /user/directory,
                            nobody: { absent: [/user] }, credentials: { cookies: [DEMOHUB], headers: [Authorization, X-Api-Key] } } }
              ]""";

    private DoorFixture door;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        door = new DoorFixture(directory, IDENTITY);
        door.allocate("boss");
        door.allocate("ann");
    }

    @AfterAll
    void close() {
        door.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Remote-User: boss",
                "x-remote-user: boss",
                "X_Remote_User: boss",
                "X-Remote_User: boss",
                "X-Forwarded-For: 127.0.0.2\r\nX-Remote-User: boss",
                "Forwarded: for=127.0.0.2\r\nX-Remote-User: boss",
                "Connection: close, X-Forwarded-For\r\nX-Remote-User: boss"
            })
    void aTrustedHeaderFromAnUnlistedPeerIsIgnoredAndCut(String line) {
        int before = door.hub.heads().size();

        String answer = door.get("/", line);

        assertThat(answer).startsWith("HTTP/1.1 302");
        assertThat(door.sessions("boss")).isEmpty();
        assertThat(door.hub.heads().subList(before, door.hub.heads().size())).noneMatch(head -> head.contains("boss"));
    }

    @Test
    void theListedPeerIsBelieved() throws IOException {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.2"), 0));
            RawClient client = new RawClient(socket, door.address());
            door.hub.answers(head -> TalkingHub.ok("reached"));
            assertThat(client.send(door.request("GET /", "", "X-Remote-User: ann"))
                            .readAnswer())
                    .startsWith("HTTP/1.1 200");
        } finally {
            door.hub.answersAsEver();
        }
        assertThat(door.sessions("ann")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cookie: DEMOHUB=ann.1; DEMOHUB=boss.1",
                "Cookie: DEMOHUB=ann.1\r\nCookie: DEMOHUB=boss.1",
                "Authorization: Bearer a\r\nAuthorization: Bearer b",
                "Cookie: passgate-http=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; passgate-http=b; DEMOHUB=ann.1",
                "Connection: cookie\r\nCookie: DEMOHUB=ann.1",
                "Connection: close, Authorization\r\nCookie: DEMOHUB=ann.1"
            })
    void aCredentialThatContradictsItselfIsRefusedBeforeAnybodyIsIdentified(String lines) {
        int before = door.hub.heads().size();

        String answer = door.get("/", lines);

        assertThat(status(answer)).as(answer).isEqualTo(400);
        assertThat(door.hub.heads()).hasSize(before);
    }

    /** The hub of this test only goes on once nothing stands behind the last chunk. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Remote-User: boss",
                "x-remote-user: boss",
                "X_Remote_User: boss",
                "x-remote_USER: boss",
                "Authorization: Bearer boss",
                "X-Api-Key: boss",
                "X_Api_Key: boss"
            })
    void noHeaderThatSaysWhoIsAskingReachesTheHubBehindABody(String trailer) {
        try (RawClient client = door.connect()) {
            client.send("POST /login HTTP/1.1\r\nHost: " + door.host() + "\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"
                    + trailer + "\r\n\r\n");

            assertThat(client.readAnswer()).as("the trailer is taken out").startsWith("HTTP/1.1 ");
        }
    }

    @Test
    void theSameCredentialTwiceWithTheSameValueIsOne() {
        door.allocate("twice");
        assertThat(door.get("/", "Cookie: DEMOHUB=twice.1; DEMOHUB=twice.1")).startsWith("HTTP/1.1 200");
    }
}
