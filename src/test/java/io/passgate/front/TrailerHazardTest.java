package io.passgate.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.testing.LeakCheck;
import io.passgate.testing.RawClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 §6.5.1: what comes behind a body cannot change what was judged before it. */
@ExtendWith(LeakCheck.class)
class TrailerHazardTest {
    private static final String HEAD = "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static String atHub(String request, String trailer) {
        try (Ground ground = Ground.before(hub -> {
                    hub.readHead();
                    hub.readUntil("\r\n0\r\n", "0\r\n");
                    while (!hub.readUntil("\r\n", "\r\n").equals("\r\n")) {
                        // one more trailer
                    }
                    hub.send(Ground.OK);
                    hub.awaitEnd();
                });
                RawClient client = ground.client()) {
            client.send(request + "0\r\n" + trailer + "\r\n");
            assertThat(client.readAnswer()).isEqualTo(Ground.OK);
            String received = ground.hub.received();
            return received.substring(received.indexOf("\r\n0\r\n") + 2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: b",
                "Content-Length: 5",
                "Transfer-Encoding: chunked",
                "Connection: close",
                "Authorization: Basic YTpi",
                "Cookie: a=b",
                "Set-Cookie: a=b",
                "X-Qlik-User: UserDirectory=A; UserId=b",
                "x-qlik-user: b",
                "X_Qlik_User: b",
                "X-Qlik-ProxySession: b",
                "X-Passgate-User: b",
                "X_PASSGATE_ANYTHING: b",
                "X-Forwarded-For: 10.0.0.1",
                "X_Forwarded_For: 10.0.0.1",
                "Forwarded: for=10.0.0.1",
                "X-Real-IP: 10.0.0.1",
                "Upgrade: websocket",
                "TE: trailers",
                "Expect: 100-continue",
                "Content-Type: text/html",
                "Content-Encoding: gzip",
                "Content-Range: bytes 0-1/2",
                "Cache-Control: private",
                "Trailer: X-Late",
                "content_length: 5"
            })
    void fieldThatDecidesAnythingIsTakenOut(String field) {
        assertThat(atHub(HEAD + "5\r\nhello\r\n", field + "\r\n")).isEqualTo("0\r\n\r\n");
        assertThat(atHub(HEAD + "5\r\nhello\r\n", "X-Before: 1\r\n" + field + "\r\nX-After: 2\r\n"))
                .isEqualTo("0\r\nX-Before: 1\r\nX-After: 2\r\n\r\n");
    }

    @Test
    void otherFieldsPassByteForByte() {
        assertThat(atHub(HEAD + "5\r\nhello\r\n", "X-Checksum:\tabc \r\nx-sum: 1\r\n"))
                .isEqualTo("0\r\nX-Checksum:\tabc \r\nx-sum: 1\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X : y\r\n\r\n",
                " X: y\r\n\r\n",
                "X: y\r\n z\r\n\r\n",
                "X: y\n\r\n\r\n",
                "X: y\n\n\r\n\r\n",
                "X: y\rz\r\n\r\n",
                "X: \u0000\r\n\r\n",
                ": y\r\n\r\n",
                "X\r\n\r\n",
                "GET /smuggled HTTP/1.1\r\n\r\n"
            })
    void malformedSectionIsRefused(String section) {
        try (Ground ground = new Ground()) {
            ground.refusesBody("", HEAD + "5\r\nhello\r\n0\r\n" + section);
        }
    }

    @Test
    void endlessSectionIsRefused() {
        try (Ground ground = new Ground()) {
            ground.refusesBody("trailer", HEAD + "0\r\n" + "X: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n".repeat(400));
        }
    }

    @Test
    void tooManyFieldsAreRefused() {
        try (Ground ground = new Ground()) {
            Ground.assertOneRefusal(
                    431,
                    "many-fields",
                    RawClient.exchange(
                            ground.gate.address(), HEAD + "0\r\n" + "X: y\r\n".repeat(33) + "\r\n" + Ground.SMUGGLED));
        }
    }
}
