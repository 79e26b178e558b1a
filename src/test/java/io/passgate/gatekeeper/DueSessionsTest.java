package io.passgate.gatekeeper;

import static io.passgate.gatekeeper.DoorFixture.newCookie;
import static io.passgate.gatekeeper.DoorFixture.setsCookie;
import static io.passgate.gatekeeper.DoorFixture.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.passgate.gatekeeper.DoorFixture.Cookies;
import io.passgate.testing.RawClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions that are paid for by the minute, on the wire (domain.md §1.2; design.md §3 activity, §4 anonymous users). */
@Timeout(60)
class DueSessionsTest {

    /** A client's text frame "hi", masked with zeros (RFC 6455 §5.2). */
    private static final byte[] FRAME = {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, 'h', 'i'};

    /** A client's ping. */
    private static final byte[] PING = {(byte) 0x89, (byte) 0x80, 0, 0, 0, 0};

    private static final Duration UNIT = Duration.ofMinutes(6);

    private static Cookies open(MeteredDoor door, String hubCookie) {
        return new Cookies(newCookie(door.get("/", "Cookie: DEMOHUB=" + hubCookie)), hubCookie);
    }

    private static RawClient webSocket(MeteredDoor door, Cookies cookies) {
        door.hub.answers(head -> DoorFixture.WEB_SOCKET_ACCEPTED);
        RawClient socket = door.connect().send(MeteredDoor.request("/feed", cookies.line(), DoorFixture.WEB_SOCKET));
        assertThat(socket.readHead()).startsWith("HTTP/1.1 101");
        return socket;
    }

    @Test
    void theConnectionThatWasAdmittedPaysAtItsNextRequest() throws Exception {
        try (MeteredDoor door = new MeteredDoor(12)) {
            Cookies anna = open(door, "anna.1");
            try (RawClient client = door.connect()) {
                String request = MeteredDoor.request("/", anna.line());
                for (int i = 0; i < 3; i++) {
                    assertThat(client.send(request).readAnswer()).startsWith("HTTP/1.1 200");
                }
                assertThat(door.used()).isEqualTo(6);

                door.later(UNIT);
                assertThat(client.send(MeteredDoor.request("/open/logo", anna.line()))
                                .readAnswer())
                        .startsWith("HTTP/1.1 200");
                assertThat(door.used()).as("an open path is no activity").isEqualTo(6);
                assertThat(client.send(request).readAnswer()).startsWith("HTTP/1.1 200");
                assertThat(client.send(request).readAnswer()).startsWith("HTTP/1.1 200");
                assertThat(door.used()).isEqualTo(12);

                door.later(UNIT);
                assertThat(client.send(request).readAnswer())
                        .startsWith("HTTP/1.1 403")
                        .contains("minutes of this month are used up");
            }
            assertThat(door.ledger.sessions()).isEmpty();
        }
    }

    @Test
    void frameOfTheClientPaysAndPingsDoNot() throws Exception {
        try (MeteredDoor door = new MeteredDoor(60)) {
            try (RawClient socket = webSocket(door, open(door, "anna.1"))) {
                door.later(UNIT);
                socket.send(PING);
                door.get("/open/logo");
                assertThat(door.used()).isEqualTo(6);

                for (int i = 0; i < 100; i++) {
                    socket.send(FRAME);
                }
                await().until(() -> door.used() > 6);
                assertThat(door.used()).isEqualTo(12);
            }
        }
    }

    @Test
    void socketThatRunsOutIsToldSoAndTheNextPageSaysWhy() throws Exception {
        try (MeteredDoor door = new MeteredDoor(6)) {
            Cookies anna = open(door, "anna.1");
            try (RawClient socket = webSocket(door, anna)) {
                door.later(UNIT);

                String told = socket.send(FRAME).readToEnd();

                assertThat(told).contains("OnLicenseAccessDenied").contains("used-up");
                int close = told.lastIndexOf("used-up") - 2;
                assertThat(told.charAt(close) << 8 | told.charAt(close + 1)).isEqualTo(4403);
            }
            assertThat(door.get("/", anna.line()))
                    .startsWith("HTTP/1.1 403")
                    .contains("minutes of this month are used up");
        }
    }

    @Test
    void anonymousVisitorIsAUserPerCookieAndReachesTheHubUnchanged() throws Exception {
        try (MeteredDoor door = new MeteredDoor(60)) {
            door.hub.answers(head -> TalkingHub.ok("welcome"));
            String first = door.get("/");
            assertThat(first).startsWith("HTTP/1.1 200").endsWith("welcome");
            assertThat(door.used()).isZero();

            String cookie = new Cookies(newCookie(first), "").line();
            assertThat(setsCookie(door.get("/", cookie))).isFalse();
            assertThat(door.used()).isEqualTo(6);
            assertThat(door.ledger.sessions()).hasSize(1);
        }
    }

    @Test
    void oneConnectionWithoutCookiesIsNotOneAnonymousUser() throws Exception {
        try (MeteredDoor door = new MeteredDoor(60);
                RawClient client = door.connect()) {
            door.hub.answers(head -> TalkingHub.ok("welcome"));
            for (int i = 0; i < 3; i++) {
                assertThat(setsCookie(client.send(MeteredDoor.request("/")).readAnswer()))
                        .isTrue();
            }
            String fourth = client.send(MeteredDoor.request("/")).readAnswer();

            assertThat(status(fourth)).isEqualTo(429);
            assertThat(fourth).containsIgnoringCase("retry-after: 60").contains("without signing in");
            assertThat(door.ledger.sessions()).hasSize(3);
            assertThat(door.used()).isZero();
        }
    }

    @Test
    void anonymousVisitorWithoutMinutesIsNotToldToBeSignedIn() throws Exception {
        try (MeteredDoor door = new MeteredDoor(0)) {
            assertThat(door.get("/"))
                    .startsWith("HTTP/1.1 403")
                    .contains("You are not signed in")
                    .doesNotContain("Signed in as");
        }
    }

    @Test
    void anonymousWebSocketNeedsTheCookieFirst() throws Exception {
        try (MeteredDoor door = new MeteredDoor(60)) {
            door.hub.answers(head -> DoorFixture.WEB_SOCKET_ACCEPTED);

            assertThat(status(door.get("/feed", DoorFixture.WEB_SOCKET))).isEqualTo(401);
        }
    }
}
