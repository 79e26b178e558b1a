package io.passgate.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.testing.LeakCheck;
import io.passgate.testing.RawClient;
import io.passgate.testing.ScriptedHub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7239 §8: where a request came from is what the gate saw, not what the client says. */
@ExtendWith(LeakCheck.class)
class ForwardedHazardTest {
    private static final String PLAIN = "GET /a HTTP/1.1\r\nHost: a\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For: 10.1.1.1",
                "x-forwarded-for: 10.1.1.1",
                "X_Forwarded_For: 10.1.1.1",
                "X-Forwarded_For: 10.1.1.1",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: evil",
                "X-Forwarded-Port: 1",
                "X-Forwarded-Prefix: /evil",
                "X-Forwarded-Server: evil",
                "X_FORWARDED_ANYTHING: evil",
                "X-Forwarded-: evil",
                "X-Real-IP: 10.1.1.1",
                "X_Real_IP: 10.1.1.1",
                "Forwarded: for=10.1.1.1;host=evil;proto=https",
                "FORWARDED: for=10.1.1.1"
            })
    void whatAStrangerSaysIsReplaced(String field) {
        try (Ground ground = new Ground()) {
            ground.passes(PLAIN + field + "\r\n" + field + "\r\n\r\n", PLAIN + Ground.forwarded() + "\r\n");
        }
    }

    private static String behind(String fields, String... trusted) {
        ScriptedHub hub = ScriptedHub.answering(Ground.OK);
        try (Ground ground = new Ground(hub, new TestGate(hub.url()).trusting(trusted));
                RawClient client = ground.client()) {
            client.send(PLAIN + fields + "\r\n");
            assertThat(client.readAnswer()).isEqualTo(Ground.OK);
            return hub.received();
        }
    }

    @Test
    void trustedProxyIsBelieved() {
        assertThat(behind(
                        "X-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: site.example\r\n",
                        "127.0.0.1"))
                .isEqualTo(PLAIN + "X-Forwarded-For: 192.0.2.7, 127.0.0.1\r\nX-Forwarded-Proto: https\r\n"
                        + "Forwarded: for=192.0.2.7;proto=https;host=\"site.example\"\r\n"
                        + "X-Forwarded-Host: site.example\r\nX-Forwarded-Port: 443\r\n\r\n");
    }

    @Test
    void ofAChainTheFirstAddressThatIsNoTrustedProxyCounts() {
        assertThat(behind("X-Forwarded-For: 6.6.6.6, 192.0.2.7, 10.0.0.1\r\n", "127.0.0.1", "10.0.0.0/8"))
                .contains("\r\nX-Forwarded-For: 192.0.2.7, 10.0.0.1, 127.0.0.1\r\n", "\r\nForwarded: for=192.0.2.7;")
                .doesNotContain("6.6.6.6");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unknown",
                "_hidden",
                "evil",
                "",
                ",",
                "192.0.2.7:80",
                "[2001:db8::1]",
                "1.2.3",
                "fe80::1%eth0",
                "192.0.2.7 x",
                "192.0.2.7;proto=https",
                "\"192.0.2.7\""
            })
    void whatIsNoAddressIsNotBelievedFromATrustedProxyEither(String value) {
        assertThat(behind("X-Forwarded-For: " + value + "\r\n", "127.0.0.1"))
                .isEqualTo(PLAIN + Ground.forwarded() + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a,", "a\"b", "http://a", "a/b", ";host=evil", ""})
    void whatIsNoHostIsNotBelievedFromATrustedProxyEither(String value) {
        assertThat(behind("X-Forwarded-Host: " + value + "\r\n", "127.0.0.1"))
                .isEqualTo(PLAIN + Ground.forwarded() + "\r\n");
    }

    @Test
    void addressOfSixIsQuotedInForwarded() {
        assertThat(behind("X-Forwarded-For: 2001:db8::7\r\n", "127.0.0.1"))
                .contains("\r\nX-Forwarded-For: 2001:db8::7, 127.0.0.1\r\n", "\r\nForwarded: for=\"[2001:db8::7]\";");
    }

    @Test
    void whatATrustedProxySaysOfOneRequestIsForgottenForTheNext() {
        ScriptedHub hub = ScriptedHub.answering(Ground.OK);
        try (Ground ground = new Ground(hub, new TestGate(hub.url()).trusting("127.0.0.1"));
                RawClient client = ground.client()) {
            client.send(PLAIN + "X-Forwarded-For: 192.0.2.7\r\n\r\n" + PLAIN + "\r\n");
            client.readAnswer();
            client.readAnswer();

            assertThat(hub.received()).containsOnlyOnce("192.0.2.7, 127.0.0.1").endsWith(Ground.forwarded() + "\r\n");
        }
    }
}
