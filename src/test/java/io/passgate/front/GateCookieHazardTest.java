package io.passgate.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.testing.LeakCheck;
import io.passgate.testing.RawClient;
import io.passgate.testing.ScriptedHub;
import io.passgate.wire.Field;
import io.passgate.wire.RequestEdit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** design.md §4: the gate's cookie is cut from what the hub sees, and never taken from the hub. */
@ExtendWith(LeakCheck.class)
class GateCookieHazardTest {
    private static final String PLAIN = "GET /a HTTP/1.1\r\nHost: a\r\n";

    private static String cut(String fields) {
        return exchange(Ground.OK, fields, true);
    }

    private static String exchange(String answer, String fields, boolean request) {
        ScriptedHub hub = ScriptedHub.answering(answer);
        Passage passage = new Passage(
                new RequestEdit(List.of("__Host-passgate", "gate"), List.of(), List.of()),
                List.of(),
                Optional.empty(),
                Activity.IGNORED);
        try (Ground ground = new Ground(hub, new TestGate(hub.url()).gatekeeper(e -> e.pass(passage)));
                RawClient client = ground.client()) {
            client.send(PLAIN + fields + "\r\n");
            String got = client.readAnswer();
            String received = hub.received();
            return request ? received.substring(PLAIN.length(), received.indexOf("X-Forwarded-For")) : got;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cookie: __Host-passgate=1",
                "cookie:__Host-passgate=1",
                "Cookie: __Host-passgate=1; gate=2",
                "Cookie: gate=1;gate=2 ;\t gate=3;",
                "Cookie: gate",
                "Cookie: gate=",
                "Cookie: gate =1",
                "Cookie: gate\t= 1",
                "Cookie: ;; gate=1;;",
                "Cookie: gate=1\r\nCookie: __Host-passgate=2"
            })
    void lineWithNothingElseIsLeftOut(String field) {
        assertThat(cut(field + "\r\n")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=b; gate=1; c=d",
                "gate=1; a=b; c=d",
                "a=b; c=d; gate=1",
                "a=b;gate=1;c=d",
                "a=b; __Host-passgate=1; gate=2; c=d",
                "gate=1; a=b; gate=2; c=d; gate=3"
            })
    void othersStayInTheirOrder(String cookies) {
        assertThat(cut("Cookie: " + cookies + "\r\nX: y\r\n")).isEqualTo("Cookie: a=b; c=d\r\nX: y\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Gate=1",
                "GATE=1",
                "xgate=1",
                "gatex=1",
                "a=gate=1",
                "__host-passgate=1",
                "__Host-passgate-finance=1",
                "a=\"gate\"",
                "gate2"
            })
    void otherNamesStay(String cookie) {
        assertThat(cut("Cookie: " + cookie + "; a=b\r\n")).isEqualTo("Cookie: " + cookie + "; a=b\r\n");
    }

    @Test
    void quoteDoesNotHideACookie() {
        assertThat(cut("Cookie: a=\"x; gate=1; y\"\r\n")).isEqualTo("Cookie: a=\"x; y\"\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gate=1",
                "gate=1; Path=/; HttpOnly",
                "gate = 1",
                "gate",
                "gate=; Max-Age=0",
                "__Host-passgate=x; Secure",
                " gate=1"
            })
    void hubCannotSetIt(String cookie) {
        assertThat(exchange(
                        "HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nSet-Cookie: " + cookie
                                + "\r\nset-cookie: c=gate\r\nContent-Length: 0\r\n\r\n",
                        "",
                        false))
                .isEqualTo("HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nset-cookie: c=gate\r\nContent-Length: 0\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Cache-Control: public, max-age=60\r\n",
                "cache-control: max-age=60\r\nCache-Control: public\r\n"
            })
    void answerOnWhichTheGateSetsItIsPrivate(String caching) {
        ScriptedHub hub = ScriptedHub.answering("HTTP/1.1 200 OK\r\n" + caching + "Content-Length: 0\r\n\r\n");
        Passage passage =
                new Passage(RequestEdit.NONE, List.of("gate=new; HttpOnly"), Optional.empty(), Activity.IGNORED);
        try (Ground ground = new Ground(hub, new TestGate(hub.url()).gatekeeper(e -> e.pass(passage)));
                RawClient client = ground.client()) {
            client.send(PLAIN + "\r\n");

            assertThat(client.readAnswer())
                    .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nSet-Cookie: gate=new; HttpOnly\r\n"
                            + "Cache-Control: private\r\n\r\n");
        }
    }

    @Test
    void noStoreOfTheHubStaysOnIt() {
        ScriptedHub hub =
                ScriptedHub.answering("HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nContent-Length: 0\r\n\r\n");
        Passage passage = new Passage(RequestEdit.NONE, List.of("gate=new"), Optional.empty(), Activity.IGNORED);
        try (Ground ground = new Ground(hub, new TestGate(hub.url()).gatekeeper(e -> e.pass(passage)));
                RawClient client = ground.client()) {
            client.send(PLAIN + "\r\n");

            assertThat(client.readAnswer())
                    .contains("\r\nCache-Control: no-store\r\n")
                    .doesNotContain("private");
        }
    }

    @Test
    void fieldsToRemoveGoInEverySpelling() {
        ScriptedHub hub = ScriptedHub.answering(Ground.OK);
        Passage passage = new Passage(
                new RequestEdit(List.of("gate"), List.of("X-User", "Cookie"), List.of(new Field("X-User", "real"))),
                List.of(),
                Optional.empty(),
                Activity.IGNORED);
        try (Ground ground = new Ground(hub, new TestGate(hub.url()).gatekeeper(e -> e.pass(passage)));
                RawClient client = ground.client()) {
            client.send(PLAIN + "X-User: a\r\nx_user: b\r\nX-USER: c\r\nX_User: d\r\nCookie: a=b; gate=1\r\n\r\n");

            assertThat(client.readAnswer()).isEqualTo(Ground.OK);
            assertThat(hub.received()).isEqualTo(PLAIN + Ground.forwarded() + "X-User: real\r\n\r\n");
        }
    }
}
