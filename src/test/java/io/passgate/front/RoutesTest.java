package io.passgate.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.passgate.hub.HubPool;
import io.passgate.hub.HubSettings;
import io.passgate.testing.LeakCheck;
import io.passgate.testing.RawClient;
import io.passgate.testing.ScriptedHub;
import io.passgate.wire.TrustedProxies;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class RoutesTest {
    private static ScriptedHub named(String name) {
        return ScriptedHub.answering("HTTP/1.1 200 OK\r\nContent-Length: " + name.length() + "\r\n\r\n" + name);
    }

    private static VirtualProxyRoute route(String prefix, Optional<String> host, ScriptedHub hub) {
        return new VirtualProxyRoute(prefix, host, new HubPool(HubSettings.of(List.of(hub.url()))));
    }

    private static String asked(Front front, String host, String path) {
        String answer = RawClient.exchange(
                front.addresses().get(0),
                "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
        return answer.startsWith("HTTP/1.1 200")
                ? answer.substring(answer.indexOf("\r\n\r\n") + 4)
                : answer.substring(9, 12);
    }

    @Test
    void hostComesBeforePrefixAndTheLongestPrefixWins() {
        try (ScriptedHub root = named("root");
                ScriptedHub finance = named("finance");
                ScriptedHub deep = named("deep");
                ScriptedHub other = named("other");
                Front front = new Front(
                        new FrontSettings(
                                List.of(ListenerSettings.clear(
                                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))),
                                TrustedProxies.NONE,
                                FrontLimits.DEFAULT,
                                Set.of(),
                                1),
                        List.of(
                                route("/", Optional.empty(), root),
                                route("/finance", Optional.empty(), finance),
                                route("/finance/deep", Optional.empty(), deep),
                                route("/only", Optional.of("Other.example"), other)),
                        exchange -> exchange.pass(Passage.PLAIN),
                        new PlainAnswers(),
                        TrafficListener.NONE)) {
            front.start();
            assertThat(asked(front, "a", "/")).isEqualTo("root");
            assertThat(asked(front, "a", "/finance")).isEqualTo("finance");
            assertThat(asked(front, "a", "/finance/x")).isEqualTo("finance");
            assertThat(asked(front, "a", "/financex")).isEqualTo("root");
            assertThat(asked(front, "a", "/x/../%66inance//deep/y")).isEqualTo("deep");
            assertThat(asked(front, "a", "/only")).isEqualTo("root");
            assertThat(asked(front, "OTHER.example:8443", "/only/x")).isEqualTo("other");
            assertThat(asked(front, "other.example", "/")).isEqualTo("root");
            assertThat(finance.received()).as("the prefix stays in the path").contains("GET /finance/x HTTP/1.1\r\n");
        }
    }

    @Test
    void nothingIsServedWhereNoVirtualProxyLies() {
        try (ScriptedHub hub = named("finance");
                Front front = new Front(
                        new FrontSettings(
                                List.of(ListenerSettings.clear(
                                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))),
                                TrustedProxies.NONE,
                                FrontLimits.DEFAULT,
                                Set.of(),
                                1),
                        List.of(route("/finance", Optional.empty(), hub)),
                        exchange -> exchange.pass(Passage.PLAIN),
                        new PlainAnswers(),
                        TrafficListener.NONE)) {
            front.start();
            assertThat(asked(front, "a", "/finance")).isEqualTo("finance");
            assertThat(asked(front, "a", "/")).isEqualTo("404");
        }
    }

    @Test
    void prefixMustBeCanonical() {
        try (ScriptedHub hub = named("x")) {
            for (String prefix : List.of("", "finance", "/finance/", "//a", "/a b", "/a%20b")) {
                assertThatIllegalArgumentException().isThrownBy(() -> route(prefix, Optional.empty(), hub));
            }
        }
    }
}
