package io.passgate.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.testing.LeakCheck;
import io.passgate.testing.RawClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112 §3.2: exactly one host, and the same one everywhere. */
@ExtendWith(LeakCheck.class)
class HostHazardTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Host:\r\n",
                "Host: a\r\nHost: a\r\n",
                "Host: a\r\nHost: b\r\n",
                "Host: a\r\nX: y\r\nhost: b\r\n",
                "Host: a\r\nHOST:\r\n",
                "Host: a, b\r\n",
                "Host: a b\r\n",
                "Host: a/b\r\n",
                "Host: http://a\r\n",
                "Host: user@a\r\n",
                "Host: a:\r\n",
                "Host: a:b\r\n",
                "Host: a:65536\r\n",
                "Host: a:-1\r\n",
                "Host: a:80:80\r\n",
                "Host: :80\r\n",
                "Host: [::1\r\n",
                "Host: ::1\r\n",
                "Host: [::1]x\r\n",
                "Host: []\r\n",
                "Host: [zz]\r\n",
                "Host: a%2eb\r\n",
                "Host: a\"b\r\n",
                "Host: a;b\r\n",
                "Host: a?b\r\n",
                "Host: a#b\r\n",
                "Host: a\\b\r\n",
                "Host: \u00e4\r\n",
                "Ho_st: a\r\n"
            })
    void missingDoubleOrInvalidHostIsRefused(String fields) {
        try (Ground ground = new Ground()) {
            ground.refuses(400, "host", "GET /a HTTP/1.1\r\n" + fields + "\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.example:8443", "127.0.0.1:80", "[::1]:4848", "A-b_c.EXAMPLE"})
    void soundHostPassesAsItIs(String host) {
        try (Ground ground = new Ground();
                RawClient client = ground.client()) {
            client.send("GET /a HTTP/1.1\r\nHost: " + host + "\r\n\r\n");

            assertThat(client.readAnswer()).isEqualTo(Ground.OK);
            assertThat(ground.hub.received())
                    .startsWith("GET /a HTTP/1.1\r\nHost: " + host + "\r\nX-F")
                    .contains("\r\nX-Forwarded-Host: " + host + "\r\n", ";host=\"" + host + "\"\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://b/a",
                "https://b/a",
                "http://a:81/a",
                "http://a.b/a",
                "http://a@b/a",
                "http://b@a/a",
                "http:///a",
                "http://",
                "http://?a",
                "HTTP://b/a"
            })
    void absoluteTargetForAnotherHostIsRefused(String target) {
        try (Ground ground = new Ground()) {
            ground.refuses(400, "host", "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://a/x?y", "HTTP://A/x?y", "https://a/x?y"})
    void absoluteTargetForTheSameHostReachesTheHubInOriginForm(String target) {
        try (Ground ground = new Ground()) {
            ground.passes(
                    "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n",
                    "GET /x?y HTTP/1.1\r\nHost: a\r\n" + Ground.forwarded() + "\r\n");
        }
    }

    @Test
    void absoluteTargetWithoutAPathIsTheRoot() {
        try (Ground ground = new Ground()) {
            ground.passes(
                    "GET http://a?y HTTP/1.1\r\nHost: a\r\n\r\n",
                    "GET /?y HTTP/1.1\r\nHost: a\r\n" + Ground.forwarded() + "\r\n");
        }
    }

    @Test
    void withHttp10TheHubGetsItsOwnHostWhereThereIsNone() {
        try (Ground ground = new Ground()) {
            RawClient.exchange(ground.gate.address(), "GET /a HTTP/1.0\r\n\r\n");

            assertThat(ground.hub.received())
                    .startsWith("GET /a HTTP/1.1\r\nHost: 127.0.0.1:" + ground.hub.port() + "\r\n");
        }
    }
}
