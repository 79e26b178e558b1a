package io.passgate.gatekeeper;

import static io.passgate.gatekeeper.DoorFixture.setsCookie;
import static io.passgate.gatekeeper.DoorFixture.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.gatekeeper.DoorFixture.Cookies;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody who is not signed in may get from the hub, and what not (design.md §4). */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NobodyTest {
    private DoorFixture door;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        door = new DoorFixture(directory, ", corsOrigins: [\"https://portal.example.com\"]");
    }

    @AfterEach
    void hubAsEver() {
        door.hub.answersAsEver();
    }

    @AfterAll
    void close() {
        door.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "200 OK\r\nContent-Length: 6\r\n\r\nsecret",
                "204 No Content\r\n\r\n",
                "206 Partial Content\r\nContent-Length: 6\r\n\r\nsecret",
                "304 Not Modified\r\nETag: \"secret\"\r\n\r\n"
            })
    void whatTheHubWouldGiveToNobodyIsWithheld(String answer) {
        door.hub.answers(head -> "HTTP/1.1 " + answer);

        for (String path : new String[] {"/", "/report?id=1"}) {
            String got = door.get(path, "Cookie: UNLISTED=a");
            assertThat(status(got)).isEqualTo(401);
            assertThat(got).doesNotContain("secret").containsIgnoringCase("cache-control: no-store");
            assertThat(setsCookie(got)).isFalse();
        }
    }

    @Test
    void aWebSocketOfNobodyIsWithheld() {
        door.hub.answers(head -> DoorFixture.WEB_SOCKET_ACCEPTED);

        assertThat(status(door.get("/feed", DoorFixture.WEB_SOCKET))).isEqualTo(401);
    }

    @Test
    void aRedirectAndARefusalOfTheHubReachNobody() {
        assertThat(door.get("/")).startsWith("HTTP/1.1 302").contains("Location: /login");
        door.hub.answers(head -> "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnone");
        assertThat(door.get("/x")).startsWith("HTTP/1.1 404").endsWith("none");
    }

    @Test
    void openPathsAreNobodysToo() {
        assertThat(door.get("/login")).startsWith("HTTP/1.1 200");
        door.hub.answers(head -> TalkingHub.ok("asset"));
        assertThat(door.get("/assets/a.css")).endsWith("asset");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/../report",
                "/assets/%2e%2e/report",
                "/assets/..%2freport",
                "//report",
                "/assets/%2e%2e%2freport",
                "/assets/..\\report",
                "/login/../report",
                "/login;/../report",
                "/%6cogin/../report"
            })
    void noSpellingOfAPathMakesItOpen(String path) {
        door.hub.answers(head -> TalkingHub.ok("secret"));

        assertThat(door.get(path)).doesNotContain("secret");
    }

    @Test
    void aPreflightCarriesNoCredentialsAndIsTheHubsToAnswer() {
        door.allocate("pre");
        Cookies cookies = door.open("pre.1");
        door.hub.answers(
                head -> "HTTP/1.1 204 No Content\r\nAccess-Control-Allow-Origin: https://portal.example.com\r\n\r\n");

        String answer = door.send(
                "OPTIONS /preflighted",
                "",
                cookies.line(),
                "Authorization: Bearer secret",
                "Origin: https://portal.example.com",
                "Access-Control-Request-Method: GET");

        assertThat(answer).startsWith("HTTP/1.1 204");
        String seen = door.hub.heads().stream()
                .filter(head -> head.startsWith("OPTIONS /preflighted "))
                .findFirst()
                .orElseThrow();
        assertThat(seen).doesNotContainIgnoringCase("cookie:").doesNotContainIgnoringCase("authorization:");
    }

    @Test
    void aScriptOfANamedOriginMayReadWhyItWasRefusedAndNoOther() {
        String named = door.get("/", "Cookie: DEMOHUB=passless.1", "Origin: https://portal.example.com");
        assertThat(status(named)).isEqualTo(403);
        assertThat(named).containsIgnoringCase("access-control-allow-origin: https://portal.example.com");

        String other = door.get("/", "Cookie: DEMOHUB=passless.1", "Origin: https://evil.example.com");
        assertThat(status(other)).isEqualTo(403);
        assertThat(other).doesNotContainIgnoringCase("access-control-allow");
    }

    @Test
    void whoIsSignedInByTheAnswerItselfGetsItWithASession() {
        door.allocate("newcomer");
        door.hub.answers(head -> TalkingHub.ok("welcome", "Set-Cookie: DEMOHUB=newcomer.1; Path=/"));

        String answer = door.get("/");

        assertThat(answer).startsWith("HTTP/1.1 200").endsWith("welcome");
        assertThat(setsCookie(answer)).isTrue();
        assertThat(door.sessions("newcomer")).hasSize(1);
    }

    @Test
    void whoIsSignedInByTheAnswerButHoldsNoPassDoesNotGetIt() {
        door.hub.answers(head -> TalkingHub.ok("secret", "Set-Cookie: DEMOHUB=passless.2; Path=/"));

        String answer = door.get("/");

        assertThat(status(answer)).isEqualTo(403);
        assertThat(answer).doesNotContain("secret");
    }
}
