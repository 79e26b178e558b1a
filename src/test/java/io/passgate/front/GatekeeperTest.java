package io.passgate.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.testing.LeakCheck;
import io.passgate.testing.RawClient;
import io.passgate.testing.ScriptedHub;
import io.passgate.wire.Field;
import io.passgate.wire.RequestEdit;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gatekeeper sees and can do. */
@ExtendWith(LeakCheck.class)
class GatekeeperTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final LocalAnswer NO = new LocalAnswer(
            403, List.of(new Field("Content-Type", "text/plain")), "no".getBytes(StandardCharsets.UTF_8));

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
    }

    private static void later(Exchange exchange, Runnable what) {
        var unused = exchange.executor().schedule(what, 50, TimeUnit.MILLISECONDS);
    }

    @Test
    void seesACheckedRequest() {
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        try (ScriptedHub hub = ScriptedHub.answering(OK);
                TestGate gate = new TestGate(hub.url())
                        .gatekeeper(e -> {
                            seen.add(String.join(
                                    " ",
                                    e.head().path(),
                                    e.head().query(),
                                    e.clientAddress(),
                                    e.secure() + "/" + e.webSocket() + "/" + e.browser(),
                                    e.head().values("X-Forwarded-For").toString(),
                                    e.route().prefix()));
                            e.pass(Passage.PLAIN);
                        })
                        .start();
                RawClient client = new RawClient(gate.address())) {
            client.send(
                    "GET /a//b?c HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 9.9.9.9\r\nSec-Fetch-Dest: document\r\n\r\n");
            client.readAnswer();
            client.send("GET / HTTP/1.1\r\nHost: a\r\nAccept: text/HTML,*/*\r\n\r\n")
                    .readAnswer();
            client.send("GET / HTTP/1.1\r\nHost: a\r\nAccept: text/html\r\nSec-Fetch-Dest: empty\r\n\r\n")
                    .readAnswer();
            client.send(WebSocketTest.UPGRADE).readAnswer();
            assertThat(seen)
                    .containsExactly(
                            "/a/b ?c 127.0.0.1 false/false/true [] /",
                            "/  127.0.0.1 false/false/true [] /",
                            "/  127.0.0.1 false/false/false [] /",
                            "/socket  127.0.0.1 false/true/false [] /");
        }
    }

    @Test
    void believesOnlyTrustedProxies() {
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        try (ScriptedHub hub = ScriptedHub.answering(OK);
                TestGate gate = new TestGate(hub.url())
                        .trusting("127.0.0.0/8")
                        .gatekeeper(e -> {
                            seen.add(e.clientAddress() + " " + e.secure());
                            e.pass(Passage.PLAIN);
                        })
                        .start();
                RawClient client = new RawClient(gate.address())) {
            client.send(
                    "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 6.6.6.6, 192.0.2.7\r\nX-Forwarded-Proto: https\r\n\r\n");
            client.readAnswer();
            client.send(get("/")).readAnswer();
            assertThat(seen).containsExactly("192.0.2.7 true", "127.0.0.1 false");
            assertThat(hub.received()).contains("X-Forwarded-For: 192.0.2.7, 127.0.0.1\r\n");
        }
    }

    @Test
    void mayTakeItsTimeWhileOtherConnectionsAreServed() {
        try (ScriptedHub hub = ScriptedHub.answering(OK);
                TestGate gate = new TestGate(hub.url())
                        .gatekeeper(e -> {
                            if (e.head().path().equals("/slow")) {
                                later(e, () -> {
                                    assertThat(e.head().query()).isEqualTo("?still=there");
                                    e.pass(Passage.PLAIN);
                                });
                            } else {
                                e.pass(Passage.PLAIN);
                            }
                        })
                        .start();
                RawClient slow = new RawClient(gate.address());
                RawClient fast = new RawClient(gate.address())) {
            slow.send("POST /slow?still=there HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody" + get("/fast"));
            for (int i = 0; i < 5; i++) {
                fast.send(get("/fast"));
                assertThat(fast.readAnswer()).isEqualTo(OK);
            }
            assertThat(slow.readAnswer()).isEqualTo(OK);
            assertThat(slow.readAnswer()).isEqualTo(OK);
            assertThat(hub.received())
                    .contains("POST /slow?still=there HTTP/1.1")
                    .contains("\r\n\r\nbody");
        }
    }

    @Test
    void clientThatLeavesWhileItThinksIsForgotten() {
        AtomicInteger ended = new AtomicInteger();
        Queue<Exchange> open = new ConcurrentLinkedQueue<>();
        try (ScriptedHub hub = ScriptedHub.answering(OK);
                TestGate gate = new TestGate(hub.url())
                        .gatekeeper(e -> {
                            e.onEnd(ended::incrementAndGet);
                            open.add(e);
                        })
                        .start()) {
            try (RawClient client = new RawClient(gate.address())) {
                client.send(get("/"));
                org.awaitility.Awaitility.await().until(() -> !open.isEmpty());
            }
            org.awaitility.Awaitility.await().until(() -> ended.get() == 1);
            Exchange gone = open.remove();
            Runnable late = () -> {
                gone.pass(Passage.PLAIN);
                gone.answer(NO);
                gone.end(SocketAnswer.close(4401, ""));
                gone.onEnd(ended::incrementAndGet);
            };
            CompletableFuture.runAsync(late, gone.executor()).join();
            assertThat(ended).hasValue(2);
            assertThat(hub.conversations()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void answersItself(boolean atOnce) {
        try (ScriptedHub hub = ScriptedHub.answering(OK);
                TestGate gate = new TestGate(hub.url())
                        .gatekeeper(e -> {
                            if (atOnce) {
                                e.answer(NO);
                            } else {
                                later(e, () -> e.answer(NO));
                            }
                        })
                        .start();
                RawClient client = new RawClient(gate.address())) {
            client.send(get("/") + "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n" + get("/"));
            assertThat(client.readAnswer())
                    .startsWith("HTTP/1.1 403 Forbidden\r\n")
                    .contains("X-Request-Id: ")
                    .endsWith("\r\n\r\nno");
            assertThat(client.readAnswer(true))
                    .contains("Content-Length: 2\r\n")
                    .endsWith("\r\n\r\n");
            assertThat(client.readAnswer()).endsWith("no");
            assertThat(hub.conversations()).isEmpty();
        }
    }

    @Test
    void answersBeforeABodyThatWaitsForPermission() {
        try (ScriptedHub hub = ScriptedHub.answering(OK);
                TestGate gate =
                        new TestGate(hub.url()).gatekeeper(e -> e.answer(NO)).start()) {
            assertThat(RawClient.exchange(
                            gate.address(),
                            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n"))
                    .contains("Connection: close\r\n")
                    .endsWith("no");
        }
    }

    @Test
    void failureOfItsOwnIsAnInternalError() {
        try (ScriptedHub hub = ScriptedHub.answering(OK);
                TestGate gate = new TestGate(hub.url())
                        .gatekeeper(e -> {
                            throw new IllegalStateException("planted");
                        })
                        .start()) {
            assertThat(RawClient.exchange(gate.address(), get("/")))
                    .startsWith("HTTP/1.1 500 ")
                    .doesNotContain("planted");
            assertThat(hub.conversations()).isEmpty();
        }
    }

    @Test
    void remembersSomethingPerConnection() {
        record Count(int requests) implements ConnectionMemo {}
        Queue<Integer> seen = new ConcurrentLinkedQueue<>();
        try (ScriptedHub hub = ScriptedHub.answering(OK);
                TestGate gate = new TestGate(hub.url())
                        .gatekeeper(e -> {
                            int before = e.memo() instanceof Count count ? count.requests() : 0;
                            e.memo(new Count(before + 1));
                            seen.add(before);
                            e.pass(Passage.PLAIN);
                        })
                        .start();
                RawClient one = new RawClient(gate.address());
                RawClient two = new RawClient(gate.address())) {
            one.send(get("/")).readAnswer();
            one.send(get("/")).readAnswer();
            two.send(get("/")).readAnswer();
            assertThat(seen).containsExactly(0, 1, 0);
        }
    }

    private static Passage guarded(ResponseGuard guard) {
        return new Passage(RequestEdit.NONE, List.of("first=1"), Optional.of(guard), Activity.IGNORED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void guardForwardsWithCookies(boolean atOnce) {
        try (ScriptedHub hub = new ScriptedHub(c -> {
                    while (c.request()) {
                        c.send("HTTP/1.1 200 OK\r\nX-Seen: yes\r\nTransfer-Encoding: chunked\r\n\r\n");
                        c.send("3\r\nabc\r\n0\r\n\r\n");
                    }
                });
                TestGate gate = new TestGate(hub.url())
                        .gatekeeper(e -> e.pass(guarded((head, verdict) -> {
                            if (atOnce) {
                                verdict.forward(List.of("pg=" + head.status()));
                            } else {
                                later(
                                        e,
                                        () -> verdict.forward(List.of(
                                                "pg=" + head.values("X-Seen").get(0))));
                            }
                        })))
                        .start();
                RawClient client = new RawClient(gate.address())) {
            for (int i = 0; i < 3; i++) {
                client.send(get("/"));
                assertThat(client.readAnswer())
                        .contains("Set-Cookie: first=1\r\nSet-Cookie: pg=" + (atOnce ? "200" : "yes")
                                + "\r\nCache-Control: private\r\n")
                        .endsWith("3\r\nabc\r\n0\r\n\r\n");
            }
            assertThat(hub.conversations()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void guardReplacesTheAnswer(boolean atOnce) {
        try (ScriptedHub hub = ScriptedHub.answering(OK.replace("ok", "secret").replace("2\r\n", "6\r\n"));
                TestGate gate = new TestGate(hub.url())
                        .gatekeeper(e -> e.pass(guarded((head, verdict) -> {
                            if (atOnce) {
                                verdict.replace(NO);
                            } else {
                                later(e, () -> verdict.replace(NO));
                            }
                        })))
                        .start();
                RawClient client = new RawClient(gate.address())) {
            client.send(get("/") + get("/"));
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 403 ").endsWith("no");
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 403 ").endsWith("no");
        }
    }

    @Test
    void hubThatClosesWhileTheGuardThinksLosesNothing() {
        try (ScriptedHub hub = new ScriptedHub(c -> {
                    c.request();
                    c.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nall of it");
                });
                TestGate gate = new TestGate(hub.url())
                        .gatekeeper(e -> e.pass(guarded((head, verdict) -> {
                            var unused =
                                    e.executor().schedule(() -> verdict.forward(List.of()), 300, TimeUnit.MILLISECONDS);
                        })))
                        .start()) {
            assertThat(RawClient.exchange(gate.address(), get("/"))).endsWith("\r\n\r\nall of it");
        }
    }

    @Test
    void guardMayWithholdASwitch() {
        try (ScriptedHub hub = ScriptedHub.answering(WebSocketTest.SWITCHED);
                TestGate gate = new TestGate(hub.url())
                        .gatekeeper(e -> e.pass(guarded((head, verdict) -> verdict.replace(NO))))
                        .start();
                RawClient client = new RawClient(gate.address())) {
            client.send(WebSocketTest.UPGRADE);
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 403 ");
        }
    }

    @Test
    void endCutsARunningAnswer() {
        Queue<Exchange> running = new ConcurrentLinkedQueue<>();
        AtomicInteger ended = new AtomicInteger();
        try (ScriptedHub hub = new ScriptedHub(c -> {
                    c.request();
                    c.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n");
                    c.awaitEnd();
                    ended.incrementAndGet();
                });
                TestGate gate = new TestGate(hub.url())
                        .gatekeeper(e -> {
                            running.add(e);
                            e.pass(Passage.PLAIN);
                        })
                        .start();
                RawClient client = new RawClient(gate.address())) {
            client.send(get("/")).readHead();
            client.read(6);
            Exchange exchange = running.remove();
            exchange.executor().execute(() -> exchange.end(SocketAnswer.close(4401, "ended")));
            assertThat(client.ended()).isTrue();
            org.awaitility.Awaitility.await().until(() -> ended.get() == 1);
        }
    }
}
