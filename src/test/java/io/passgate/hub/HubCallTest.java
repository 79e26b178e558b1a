package io.passgate.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.passgate.testing.LeakCheck;
import io.passgate.testing.ScriptedHub;
import io.passgate.wire.Field;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class HubCallTest {
    private static final MultiThreadIoEventLoopGroup LOOPS =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private static final HubCall WHO = HubCall.get("/who?x=y", List.of(new Field("Cookie", "a=b")));

    private final EventLoop loop = LOOPS.next();

    @AfterAll
    static void endLoops() {
        LOOPS.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private static HubPool pool(ScriptedHub hub) {
        return new HubPool(HubSettings.of(List.of(hub.url())));
    }

    private static HubAnswer get(CompletionStage<HubAnswer> stage) {
        try {
            return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw (HubFault) e.getCause();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static HubFault.Kind fault(CompletionStage<HubAnswer> stage) {
        try {
            throw new AssertionError("answered: " + get(stage));
        } catch (HubFault e) {
            return e.kind();
        }
    }

    @Test
    void answerIsCollected() {
        try (ScriptedHub hub = ScriptedHub.answering(
                        "HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
                HubPool pool = pool(hub)) {
            for (int i = 0; i < 2; i++) {
                HubAnswer answer = get(pool.call(loop, WHO));
                assertThat(answer.status()).isEqualTo(200);
                assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo("abcde");
                assertThat(answer.values("Set-Cookie")).containsExactly("a=1", "b=2");
                assertThat(answer.value("transfer-encoding")).isEmpty();
            }
            assertThat(hub.received())
                    .startsWith("GET /who?x=y HTTP/1.1\r\nHost: 127.0.0.1:" + hub.port() + "\r\nCookie: a=b\r\n\r\n");
            assertThat(hub.conversations()).hasSize(1);
        }
    }

    @Test
    void hostOfTheCallerIsKept() {
        try (ScriptedHub hub = ScriptedHub.answering("HTTP/1.1 204 No Content\r\n\r\n");
                HubPool pool = pool(hub)) {
            get(pool.call(loop, HubCall.get("/", List.of(new Field("host", "gate.example")))));
            assertThat(hub.received()).isEqualTo("GET / HTTP/1.1\r\nhost: gate.example\r\n\r\n");
        }
    }

    @Test
    void hostOfTheCallerIsTheHubsWhereTheHubWantsItsOwn() {
        try (ScriptedHub hub = ScriptedHub.answering("HTTP/1.1 204 No Content\r\n\r\n");
                HubPool pool = new HubPool(own(HubSettings.of(List.of(hub.url()))))) {
            get(pool.call(loop, HubCall.get("/", List.of(new Field("Host", "gate.example"), new Field("A", "b")))));
            assertThat(hub.received())
                    .isEqualTo("GET / HTTP/1.1\r\nHost: 127.0.0.1:" + hub.port() + "\r\nA: b\r\n\r\n");
        }
    }

    private static HubSettings own(HubSettings s) {
        return new HubSettings(
                s.urls(),
                s.trust(),
                HubSettings.HostRule.HUB,
                s.connectTimeout(),
                s.responseTimeout(),
                s.poolSize(),
                s.idle(),
                s.limits());
    }

    @Test
    void answerThatIsTooLongIsAFault() {
        try (ScriptedHub hub =
                        ScriptedHub.answering("HTTP/1.1 200 OK\r\nContent-Length: 70000\r\n\r\n" + "x".repeat(70_000));
                HubPool pool = pool(hub)) {
            assertThat(fault(pool.call(loop, WHO))).isEqualTo(HubFault.Kind.TOO_LONG);
        }
    }

    @Test
    void lateAnswerIsAFault() {
        try (ScriptedHub hub = new ScriptedHub(ScriptedHub.Conversation::awaitEnd);
                HubPool pool = pool(hub)) {
            HubCall hasty = new HubCall("GET", "/", List.of(), Duration.ofMillis(100), 10);
            assertThat(fault(pool.call(loop, hasty))).isEqualTo(HubFault.Kind.NO_ANSWER);
        }
    }

    @Test
    void rubbishAndCutsAreFaults() {
        try (ScriptedHub hub = ScriptedHub.answering("rubbish");
                HubPool pool = pool(hub)) {
            assertThat(fault(pool.call(loop, WHO))).isEqualTo(HubFault.Kind.MALFORMED);
        }
        try (ScriptedHub hub = new ScriptedHub(ScriptedHub.Conversation::request);
                HubPool pool = pool(hub)) {
            assertThat(fault(pool.call(loop, WHO))).isEqualTo(HubFault.Kind.CUT);
        }
        ScriptedHub down = ScriptedHub.answering("");
        down.close();
        try (HubPool pool = pool(down)) {
            assertThat(fault(pool.call(loop, WHO))).isEqualTo(HubFault.Kind.UNREACHABLE);
        }
    }

    @Test
    void callOnADeadPooledConnectionIsMadeOnceMore() {
        try (ScriptedHub hub = new ScriptedHub(c -> {
                    c.request();
                    c.send("HTTP/1.1 204 No Content\r\n\r\n");
                    c.request();
                });
                HubPool pool = pool(hub)) {
            assertThat(get(pool.call(loop, WHO)).status()).isEqualTo(204);
            assertThat(get(pool.call(loop, WHO)).status()).isEqualTo(204);
        }
    }

    @Test
    void connectionThatNegotiatesIsNotShared() {
        try (ScriptedHub hub = ScriptedHub.answering(
                        "HTTP/1.1 401 Who\r\nWWW-Authenticate: Basic\r\nWWW-Authenticate: NTLM\r\nContent-Length: 0\r\n\r\n");
                HubPool pool = pool(hub)) {
            get(pool.call(loop, WHO));
            get(pool.call(loop, WHO));
            assertThat(hub.conversations()).hasSize(2);
        }
    }

    @Test
    void whatCannotBeARequestIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> HubCall.get("who", List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> HubCall.get("/a b", List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Field("Cookie", "a\r\nb"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Field("Coo kie", "a"));
    }
}
