package io.passgate.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.testing.LeakCheck;
import io.passgate.testing.RawClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112 §3: one method, one target, one version, one space between them. */
@ExtendWith(LeakCheck.class)
class RequestLineHazardTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET  /a HTTP/1.1",
                "GET /a  HTTP/1.1",
                "GET\t/a HTTP/1.1",
                "GET /a\tHTTP/1.1",
                "GET /a HTTP/1.1 ",
                "GET /a HTTP/1.1\t",
                " GET /a HTTP/1.1",
                "\tGET /a HTTP/1.1",
                "GET /a b HTTP/1.1",
                "GET /a HTTP/1.1 HTTP/1.1",
                "GET /a",
                "GET",
                "GET ",
                "GET  ",
                "GET HTTP/1.1",
                "/a HTTP/1.1",
                "G(T /a HTTP/1.1",
                "G\u0000T /a HTTP/1.1",
                "GET: /a HTTP/1.1",
                "\"GET\" /a HTTP/1.1",
                "GET /a http/1.1",
                "GET /a HTTP/1",
                "GET /a HTTP/1.",
                "GET /a HTTP/11",
                "GET /a HTTP/1.11",
                "GET /a HTTP/1.1x",
                "GET /a HTTP/1.01",
                "GET /a HTTP /1.1",
                "GET /a HTTP/ 1.1",
                "GET /a HTTPS/1.1",
                "GET /a ICAP/1.0",
                "GET /a HTTP/x.1"
            })
    void lineThatIsNotMethodTargetVersionIsRefused(String line) {
        try (Ground ground = new Ground()) {
            ground.refuses(400, "request-line", line + "\r\nHost: a\r\n\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"HTTP/0.9", "HTTP/01.1", "HTTP/1.2", "HTTP/1.9", "HTTP/2.0", "HTTP/2", "HTTP/3", "HTTP/9.9"})
    void otherVersionIsRefused(String version) {
        try (Ground ground = new Ground()) {
            ground.refuses(505, "version", "GET /a " + version + "\r\nHost: a\r\n\r\n");
        }
    }

    @Test
    void prefaceOfHttp2IsRefused() {
        try (Ground ground = new Ground()) {
            ground.refuses(505, "version", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\u0000\u0000\u0000\u0004\u0000");
        }
    }

    @Test
    void requestOfHttp09IsRefused() {
        try (Ground ground = new Ground()) {
            ground.refuses(400, "request-line", "GET /a\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "a",
                "a/b",
                "?a",
                "a:80",
                "a:443",
                "//",
                "http:/a/b",
                "ftp://a/b",
                "://a/b",
                "http//a/b",
                "javascript:a",
                "/a#b",
                "/a?b#c",
                "http://a/b#c",
                "/\u00e4",
                "/a?\u00ff",
                "/a\u007f"
            })
    void targetOfAnotherFormIsRefused(String target) {
        try (Ground ground = new Ground()) {
            if (target.equals("//")) {
                ground.passes(
                        "GET // HTTP/1.1\r\nHost: a\r\n\r\n",
                        "GET / HTTP/1.1\r\nHost: a\r\n" + Ground.forwarded() + "\r\n");
            } else {
                ground.refuses(400, "", "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECT a:443", "CONNECT /a", "TRACE /a", "OPTIONS *"})
    void methodsThatAreNotForAHubBehindAGateAreRefused(String start) {
        try (Ground ground = new Ground()) {
            String answer =
                    RawClient.exchange(ground.gate.address(), start + " HTTP/1.1\r\nHost: a\r\n\r\n" + Ground.SMUGGLED);

            assertThat(answer).matches("(?s)HTTP/1\\.1 40[05] .*");
            ground.assertServesOthers();
            assertThat(ground.hub.received()).startsWith("GET /sound ").containsOnlyOnce(" HTTP/1.1\r\n");
        }
    }

    @Test
    void lineLongerThanAllowedIsRefused() {
        try (Ground ground = new Ground()) {
            ground.refuses(414, "long-request-line", "GET /" + "a".repeat(17_000) + " HTTP/1.1\r\nHost: a\r\n\r\n");
        }
    }

    @Test
    void endlessLineIsRefusedBeforeItEnds() {
        try (Ground ground = new Ground()) {
            Ground.assertOneRefusal(
                    414, "long-request-line", RawClient.exchange(ground.gate.address(), "GET /" + "a".repeat(70_000)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"get", "PROPFIND", "M-SEARCH", "X!#$%&'*+-.^_`|~"})
    void anyOtherTokenIsAMethodAndPasses(String method) {
        try (Ground ground = new Ground()) {
            ground.passes(
                    method + " /a HTTP/1.1\r\nHost: a\r\n\r\n",
                    method + " /a HTTP/1.1\r\nHost: a\r\n" + Ground.forwarded() + "\r\n");
        }
    }

    @Test
    void requestOfHttp10PassesAsOneOfHttp11() {
        try (Ground ground = new Ground()) {
            assertThat(RawClient.exchange(
                            ground.gate.address(), "GET /a HTTP/1.0\r\nHost: a\r\n\r\n" + Ground.SMUGGLED))
                    .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
            assertThat(ground.hub.received()).isEqualTo("GET /a HTTP/1.1\r\nHost: a\r\n" + Ground.forwarded() + "\r\n");
        }
    }
}
