package io.passgate.gatekeeper;

import static io.passgate.gatekeeper.DoorFixture.field;
import static io.passgate.gatekeeper.DoorFixture.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.gatekeeper.DoorFixture.Cookies;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The forms of the gate's own pages: taken only from the page's own origin and from the person it was shown to. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnFormsTest {
    private static final String END = "POST /.passgate/sessions/end";
    private static final String SIGN_OUT = "POST /.passgate/sign-out";

    private DoorFixture door;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        door = new DoorFixture(directory);
    }

    @AfterAll
    void close() {
        door.close();
    }

    /** Fills all five slots of a user and gives the page that the sixth browser gets. */
    private String tooMany(String id) {
        door.allocate(id);
        for (int i = 0; i < 5; i++) {
            door.open(id + "." + i);
        }
        String page = door.get("/report?a=1", "Cookie: DEMOHUB=" + id + ".5");
        assertThat(status(page)).isEqualTo(429);
        return page;
    }

    private static String form(String session, String token, String back) {
        return "session=" + session + "&token=" + URLEncoder.encode(token, StandardCharsets.UTF_8) + "&return="
                + URLEncoder.encode(back, StandardCharsets.UTF_8);
    }

    @Test
    void thePersonEndsAnotherSessionOfTheirsAndComesBackWithItsSlot() {
        String page = tooMany("ender");
        String chosen = field(page, "session");
        assertThat(field(page, "return")).isEqualTo("/report?a=1");

        String answer = door.send(END, form(chosen, field(page, "token"), "/report?a=1"), "Cookie: DEMOHUB=ender.5");

        assertThat(answer).startsWith("HTTP/1.1 303").contains("Location: /report?a=1\r\n");
        Cookies cookies = new Cookies(DoorFixture.newCookie(answer), "ender.5");
        assertThat(door.sessions("ender")).hasSize(5).doesNotContain(chosen);
        assertThat(status(door.get("/", cookies))).isEqualTo(200);
    }

    @Test
    void aPageOfAnotherOriginEndsNothing() {
        String page = tooMany("crossed");
        List<String> before = door.sessions("crossed");
        String form = form(field(page, "session"), field(page, "token"), "/");
        String cookie = "Cookie: DEMOHUB=crossed.5";

        List<String> answers = new ArrayList<>();
        for (String site : List.of("cross-site", "same-site", "none", "SAME-ORIGIN, x", "")) {
            answers.add(door.send(END, form, cookie, "Sec-Fetch-Site: " + site));
            answers.add(door.send(SIGN_OUT, form, cookie, "Sec-Fetch-Site: " + site));
        }
        answers.add(plain(form, cookie));
        answers.add(plain(form, cookie, "Origin: https://evil.example.com"));
        answers.add(plain(form, cookie, "Origin: null"));
        answers.add(plain(form, cookie, "Origin: http://" + door.host() + ".evil.example.com"));

        assertThat(answers).allSatisfy(answer -> assertThat(status(answer)).isEqualTo(403));
        assertThat(door.sessions("crossed")).isEqualTo(before);
    }

    /** A POST of a browser that knows no fetch metadata. */
    private String plain(String form, String... lines) {
        try (var client = door.connect()) {
            return client.send("POST /.passgate/sessions/end HTTP/1.1\r\nHost: " + door.host() + "\r\nContent-Length: "
                            + form.length() + "\r\n" + String.join("\r\n", lines) + "\r\n\r\n" + form)
                    .readAnswer();
        }
    }

    @Test
    void aBrowserWithoutFetchMetadataIsKnownByItsOrigin() {
        String page = tooMany("older");

        String answer = plain(
                form(field(page, "session"), field(page, "token"), "/"),
                "Cookie: DEMOHUB=older.5",
                "Origin: http://" + door.host());

        assertThat(status(answer)).isEqualTo(303);
    }

    @Test
    void withoutTheTokenOrWithAnotherUsersNothingEnds() {
        String mine = tooMany("token-a");
        String theirs = tooMany("token-b");
        List<String> before = door.sessions("token-a");
        String session = field(mine, "session");

        for (String token : List.of("", "x", field(theirs, "token"), field(mine, "token") + "A")) {
            for (String what : List.of(END, SIGN_OUT)) {
                String answer = door.send(what, form(session, token, "/"), "Cookie: DEMOHUB=token-a.5");
                assertThat(status(answer)).as(token).isEqualTo(403);
            }
        }
        assertThat(status(door.send(END, "", "Cookie: DEMOHUB=token-a.5", "Content-Length: 0")))
                .isEqualTo(403);
        assertThat(door.sessions("token-a")).isEqualTo(before);
    }

    @Test
    void aSessionOfSomebodyElseCannotBeEnded() {
        String mine = tooMany("grabber");
        tooMany("victim");
        List<String> before = door.sessions("victim");

        String answer = door.send(END, form(before.get(0), field(mine, "token"), "/"), "Cookie: DEMOHUB=grabber.5");

        assertThat(status(answer)).isEqualTo(429);
        assertThat(door.sessions("victim")).isEqualTo(before);
        assertThat(door.sessions("grabber")).hasSize(5);
    }

    @Test
    void nobodyEndsNothing() {
        String page = tooMany("absent");
        List<String> before = door.sessions("absent");

        String answer = door.send(END, form(field(page, "session"), field(page, "token"), "/"));

        assertThat(status(answer)).isEqualTo(401);
        assertThat(door.sessions("absent")).isEqualTo(before);
    }

    @Test
    void lookingAtTheAddressOfAFormDoesNothing() {
        String page = tooMany("looker");
        List<String> before = door.sessions("looker");

        String answer = door.get(
                "/.passgate/sessions/end?" + form(field(page, "session"), field(page, "token"), "/"),
                "Cookie: DEMOHUB=looker.5");

        assertThat(status(answer)).isEqualTo(404);
        assertThat(door.sessions("looker")).isEqualTo(before);
        assertThat(door.hub.heads()).noneMatch(head -> head.contains(".passgate"));
    }

    @Test
    void nobodyIsSentToAnotherHost() {
        for (String back :
                List.of("//evil.example.com", "https://evil.example.com", "/\\evil.example.com", "/a\r\nX: y")) {
            String id = "return" + Math.floorMod(back.hashCode(), 1000);
            String page = tooMany(id);
            String answer = door.send(
                    END, form(field(page, "session"), field(page, "token"), back), "Cookie: DEMOHUB=" + id + ".5");
            assertThat(answer).startsWith("HTTP/1.1 303").contains("Location: /\r\n");
        }
    }

    @Test
    void signingOutFromTheRefusalPageTakesEveryCookieAwayAndTellsTheHub() {
        String page = door.get("/", "Cookie: DEMOHUB=nopass.1");
        assertThat(status(page)).isEqualTo(403);

        String answer = door.send(SIGN_OUT, "token=" + field(page, "token"), "Cookie: DEMOHUB=nopass.1");

        assertThat(answer)
                .startsWith("HTTP/1.1 303")
                .contains("Location: /\r\n")
                .contains("DEMOHUB=; Path=/; Max-Age=0")
                .contains(DoorFixture.GATE_COOKIE + "=;");
        assertThat(door.hub.heads()).anyMatch(head -> head.startsWith("POST /logout ") && head.contains("nopass.1"));
    }

    @Test
    void aHubThatCannotBeToldOfASignOutLeavesNobodySignedIn() {
        String page = door.get("/", "Cookie: DEMOHUB=nopass.2");
        door.hub.answers(head -> "HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n");

        String answer = door.send(SIGN_OUT, "token=" + field(page, "token"), "Cookie: DEMOHUB=nopass.2");

        assertThat(answer).startsWith("HTTP/1.1 303").contains("DEMOHUB=; Path=/; Max-Age=0");
        door.hub.answersAsEver();
    }
}
