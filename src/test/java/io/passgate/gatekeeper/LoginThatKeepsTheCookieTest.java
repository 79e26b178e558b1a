package io.passgate.gatekeeper;

import static io.passgate.gatekeeper.DoorFixture.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.gatekeeper.DoorFixture.Cookies;
import io.passgate.testing.RawClient;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A hub may give the session behind a cookie to somebody else without changing the cookie. After an answer that may have done
 * so, nothing that was proved with it stands on any connection (design.md §4).
 */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoginThatKeepsTheCookieTest {
    private static final String REDIRECT = "HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n";

    private static final String IDENTITY =
            """
            , identity: [ { askHub: { path: /whoami, user: /user/id, directory: /user/directory,
                            nobody: { absent: [/user] }, credentials: { cookies: [DEMOHUB], headers: [Authorization] } } } ]""";

    private DoorFixture door;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        door = new DoorFixture(directory, IDENTITY);
    }

    @AfterEach
    void hubAsEver() {
        door.hub.answersAsEver();
    }

    @AfterAll
    void close() {
        door.close();
    }

    /** The hub signs {@code user} in when it answers the login with {@code answer}. */
    private void signsIn(String cookie, String user, String answer) {
        door.hub.answers(head -> {
            if (head.contains(" /login")) {
                door.hub.rebind(cookie, user);
                return answer;
            }
            return TalkingHub.ok("reached");
        });
    }

    private static String answer(String form, String cookie) {
        return switch (form) {
            case "redirect" -> REDIRECT;
            case "cookie" -> TalkingHub.ok("in", "Set-Cookie: DEMOHUB=" + cookie + "; Path=/");
            default -> TalkingHub.ok("in");
        };
    }

    @ParameterizedTest
    @CsvSource({"POST,plain,p", "POST,redirect,q", "GET,cookie,r", "GET,redirect,s"})
    void everyConnectionLooksAgainWhoItIs(String method, String form, String mark) {
        String before = "before" + mark;
        String after = "after" + mark;
        String cookie = before + ".1";
        door.allocate(before);
        door.allocate(after);
        Cookies cookies = door.open(cookie);
        String request = door.request("GET /", "", cookies.line());
        try (RawClient client = door.connect()) {
            assertThat(client.send(request).readAnswer()).endsWith("hello " + before);
            signsIn(cookie, after, answer(form, cookie));
            door.send(method + " /login", method.equals("POST") ? "a=b" : "", cookies.line());

            assertThat(status(client.send(request).readAnswer())).isEqualTo(200);
        }

        assertThat(door.sessions(before)).isEmpty();
        assertThat(door.sessions(after)).hasSize(1);
    }

    @Test
    void aLoginThatCarriesAnotherCredentialBesidesCountsToo() {
        door.allocate("less");
        door.allocate("more");
        Cookies cookies = door.open("less.1");
        String request = door.request("GET /", "", cookies.line());
        try (RawClient client = door.connect()) {
            client.send(request).readAnswer();
            signsIn("less.1", "more", TalkingHub.ok("in"));
            door.send("POST /login", "a=b", "Cookie: DEMOHUB=less.1", "Authorization: Bearer x");

            assertThat(status(client.send(request).readAnswer())).isEqualTo(200);
        }

        assertThat(door.sessions("more")).hasSize(1);
    }

    @Test
    void whoWasSwitchedAwayDoesNotGoOnWhileTheHubCannotTell() {
        door.allocate("gone");
        Cookies cookies = door.open("gone.1");
        signsIn("gone.1", "next", TalkingHub.ok("in"));
        door.send("POST /login", "a=b", cookies.line());
        door.hub.knows(false);

        assertThat(status(door.get("/", cookies))).isEqualTo(503);
    }

    @Test
    void anAssetOnAnOpenPathMakesNobodyLookAgain() {
        door.allocate("calm");
        Cookies cookies = door.open("calm.1");
        door.hub.answers(head -> TalkingHub.ok("asset", "Set-Cookie: other=1"));
        int before = asked();

        door.get("/assets/a.css", cookies);
        door.get("/", cookies);

        assertThat(asked()).isEqualTo(before);
    }

    private int asked() {
        return (int) door.hub.heads().stream()
                .filter(head -> head.startsWith("GET /whoami"))
                .count();
    }
}
