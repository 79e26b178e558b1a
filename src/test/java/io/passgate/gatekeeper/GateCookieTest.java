package io.passgate.gatekeeper;

import static io.passgate.gatekeeper.DoorFixture.GATE_COOKIE;
import static io.passgate.gatekeeper.DoorFixture.newCookie;
import static io.passgate.gatekeeper.DoorFixture.setsCookie;
import static io.passgate.gatekeeper.DoorFixture.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.gatekeeper.DoorFixture.Cookies;
import io.passgate.testing.RawClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The gate's own cookie: whose it is, who may set it, and who sees it (design.md §4). Each test has users of its own. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GateCookieTest {
    private static final String FORGED = "A".repeat(43);

    private DoorFixture door;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        door = new DoorFixture(directory);
    }

    @AfterEach
    void hubAsEver() {
        door.hub.answersAsEver();
    }

    @AfterAll
    void close() {
        door.close();
    }

    @Test
    void aCookieThatTheGateDidNotMakeIsNeverAdopted() {
        door.allocate("forge");

        String answer = door.get("/", new Cookies(FORGED, "forge.1"));

        assertThat(status(answer)).isEqualTo(200);
        assertThat(newCookie(answer)).isNotEqualTo(FORGED).hasSizeGreaterThanOrEqualTo(22);
        assertThat(door.sessions("forge")).hasSize(1);
    }

    @Test
    void aForgedCookieAloneIsNobody() {
        assertThat(door.get("/", new Cookies(FORGED, "")))
                .startsWith("HTTP/1.1 302")
                .contains("Location: /login");
    }

    @Test
    void theHubNeverSeesTheGateCookie() {
        door.allocate("unseen");
        Cookies cookies = door.open("unseen.1");

        door.get("/page", new Cookies(cookies.gate(), "unseen.1"));
        door.get("/login", new Cookies(cookies.gate(), "unseen.1"));
        door.get(
                "/page",
                "Cookie: __Host-" + GATE_COOKIE.replace("-http", "") + "=x; a=b; " + GATE_COOKIE
                        + "=y; DEMOHUB=unseen.1");

        assertThat(door.hub.heads()).noneMatch(head -> head.contains("passgate"));
        assertThat(door.hub.heads()).anyMatch(head -> head.contains("a=b"));
    }

    @Test
    void theHubCannotSetTheGateCookie() {
        door.allocate("setter");
        Cookies cookies = door.open("setter.1");
        door.hub.answers(head -> TalkingHub.ok(
                "x",
                "Set-Cookie: " + GATE_COOKIE + "=evil; Path=/",
                "Set-Cookie: __Host-passgate=evil; Path=/; Secure",
                "Set-Cookie: other=fine"));

        for (String path : List.of("/", "/login")) {
            assertThat(door.get(path, cookies)).doesNotContain("evil").contains("other=fine");
        }
    }

    @Test
    void anotherUsersHubCookieEndsTheSessionAndOpensOneWithANewCookie() {
        door.allocate("first");
        door.allocate("second");
        Cookies cookies = door.open("first.1");

        String answer = door.get("/", new Cookies(cookies.gate(), "second.1"));

        assertThat(answer).startsWith("HTTP/1.1 200").endsWith("hello second");
        assertThat(newCookie(answer)).isNotEqualTo(cookies.gate());
        assertThat(door.sessions("first")).isEmpty();
        assertThat(door.sessions("second")).hasSize(1);
    }

    @Test
    void aUserSwitchAtTheMaximumHoldsTheSlotForFiveMinutes() {
        door.allocate("holder");
        door.allocate("taker");
        List<Cookies> five = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            five.add(door.open("holder." + i));
        }

        door.get("/", new Cookies(five.get(0).gate(), "taker.1"));

        assertThat(door.sessions("holder")).hasSize(4);
        String refused = door.get("/", "Cookie: DEMOHUB=holder.6");
        assertThat(status(refused)).isEqualTo(429);
        assertThat(refused).containsIgnoringCase("\r\nretry-after: ");
        door.later(Duration.ofMinutes(5));
        assertThat(status(door.get("/", "Cookie: DEMOHUB=holder.7"))).isEqualTo(200);
    }

    @Test
    void aLiveGateCookieWithoutAHubCookieKeepsItsUser() {
        door.allocate("scoped");
        Cookies cookies = door.open("scoped.1");
        door.hub.answers(head -> TalkingHub.ok("reached"));

        assertThat(door.get("/asset", new Cookies(cookies.gate(), ""))).endsWith("reached");
    }

    @Test
    void anotherHubCookieOfTheSameUserIsTheSameSession() {
        door.allocate("rotator");
        Cookies cookies = door.open("rotator.1");

        String answer = door.get("/", new Cookies(cookies.gate(), "rotator.2"));

        assertThat(status(answer)).isEqualTo(200);
        assertThat(setsCookie(answer)).isFalse();
        assertThat(door.sessions("rotator")).hasSize(1);
    }

    @Test
    void theSameCookiesWithAnotherUserAgentAreAnotherDeviceOnTheSameConnectionToo() {
        door.allocate("agent");
        Cookies cookies = door.open("agent.1");
        try (RawClient client = door.connect()) {
            client.send(door.request("GET /", "", cookies.line())).readAnswer();

            String other = client.send(door.request("GET /", "", cookies.line(), "User-Agent: another"))
                    .readAnswer();

            assertThat(newCookie(other)).isNotEqualTo(cookies.gate());
            assertThat(client.send(door.request(
                                    "GET /", "", new Cookies(cookies.gate(), "").line(), "User-Agent: another"))
                            .readAnswer())
                    .as("the gate cookie alone")
                    .startsWith("HTTP/1.1 302");
        }
        assertThat(door.sessions("agent")).hasSize(2);
    }

    @Test
    void aSignedOutHubCookieIsNobodyAtOnce() {
        door.allocate("leaver");
        Cookies cookies = door.open("leaver.1");
        String out = door.send("POST /logout", "x=y", cookies.line());

        assertThat(out).contains(GATE_COOKIE + "=;");
        assertThat(door.sessions("leaver")).isEmpty();
        assertThat(status(door.get("/", new Cookies(cookies.gate(), "")))).isEqualTo(302);
    }

    @Test
    void twoHundredRequestsWithADeadCookieAreOneSession() {
        door.allocate("burst");
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                clients.add(door.connect());
            }
            String request = door.request("GET /", "", new Cookies(FORGED, "burst.1").line());
            clients.forEach(client -> client.send(request));

            assertThat(clients)
                    .allSatisfy(client -> assertThat(client.readAnswer()).startsWith("HTTP/1.1 200"));
        } finally {
            clients.forEach(RawClient::close);
        }
        assertThat(door.sessions("burst")).hasSize(1);
        assertThat(door.hub.heads().stream().filter(head -> head.startsWith("GET /whoami") && head.contains("burst.1")))
                .as("who-am-I asked")
                .hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void theWebSocketsOfTwoBrowsersAreTwoSessions() {
        door.allocate("socket");
        door.hub.answers(head -> DoorFixture.WEB_SOCKET_ACCEPTED);

        for (int i = 0; i < 2; i++) {
            try (RawClient client = door.connect()) {
                client.send("GET /feed HTTP/1.1\r\nHost: " + door.host() + "\r\nOrigin: http://" + door.host()
                        + "\r\nUser-Agent: the same\r\nCookie: DEMOHUB=socket." + i + "\r\n"
                        + DoorFixture.WEB_SOCKET + "\r\n\r\n");
                assertThat(client.readHead()).startsWith("HTTP/1.1 101");
            }
        }

        assertThat(door.sessions("socket")).hasSize(2);
    }

    @Test
    void twoCallsOfAProgramThatKeepsNoCookiesAreOneSession() {
        door.allocate("script");

        for (int i = 0; i < 2; i++) {
            try (RawClient client = door.connect()) {
                client.send("GET /api HTTP/1.1\r\nHost: " + door.host()
                        + "\r\nUser-Agent: curl\r\nCookie: DEMOHUB=script." + i + "\r\n\r\n");
                assertThat(client.readAnswer()).startsWith("HTTP/1.1 200");
            }
        }

        assertThat(door.sessions("script")).hasSize(1);
    }

    @Test
    void theSixthBrowserIsRefusedAndTheOthersGoOn() {
        door.allocate("six");
        List<Cookies> five = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            five.add(door.open("six.1" + i));
        }

        String refused = door.get("/", "Cookie: DEMOHUB=six.16");

        assertThat(status(refused)).isEqualTo(429);
        assertThat(refused).containsIgnoringCase("cache-control: no-store");
        assertThat(setsCookie(refused)).isFalse();
        assertThat(five).allSatisfy(cookies -> assertThat(status(door.get("/", cookies)))
                .isEqualTo(200));
    }
}
