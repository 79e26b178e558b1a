package io.passgate.front;

import io.passgate.testing.LeakCheck;
import io.passgate.testing.RawClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112 §2.2, RFC 9110 §5.5: lines end with CR LF, and nothing else in a head is a control character. */
@ExtendWith(LeakCheck.class)
class LineEndingHazardTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /a HTTP/1.1\nHost: a\n\n",
                "GET /a HTTP/1.1\nHost: a\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost: a\n\r\n",
                "GET /a HTTP/1.1\r\nHost: a\nX: y\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost: a\r\n\n"
            })
    void lineFeedAloneEndsNoLine(String request) {
        try (Ground ground = new Ground()) {
            ground.refuses(400, "bare-lf", request);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /a HTTP/1.1\rHost: a\r\r",
                "GET /a HTTP/1.1\r\nHost: a\r\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost: a\rX: y\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost: a\r\nX: y\rContent-Length: 40\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost: a\r\nX:\ry\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost: a\r\n\rX: y\r\n\r\n"
            })
    void carriageReturnAloneIsRefused(String request) {
        try (Ground ground = new Ground()) {
            ground.refuses(400, "bare-cr", request);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X\r: y", "\rX: y:", "Content-Length\r: 5"})
    void carriageReturnInAFieldNameIsRefused(String line) {
        try (Ground ground = new Ground()) {
            ground.refuses(400, "", "POST /a HTTP/1.1\r\nHost: a\r\n" + line + "\r\n\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 11, 12, 14, 27, 31, 127})
    void controlCharacterIsRefusedInTargetNameAndValue(int code) {
        char control = (char) code;
        try (Ground ground = new Ground()) {
            Ground.assertOneRefusal(400, "", answerTo(ground, "GET /a" + control + "b HTTP/1.1\r\nHost: a\r\n\r\n"));
            Ground.assertOneRefusal(
                    400, "", answerTo(ground, "GET /a HTTP/1.1\r\nHost: a\r\nX" + control + ": y\r\n\r\n"));
            ground.refuses(400, "field-value", "GET /a HTTP/1.1\r\nHost: a\r\nX: y" + control + "z\r\n\r\n");
        }
    }

    private static String answerTo(Ground ground, String request) {
        return RawClient.exchange(ground.gate.address(), request + Ground.SMUGGLED);
    }

    @Test
    void oneEmptyLineBeforeTheRequestIsPassedOver() {
        try (Ground ground = new Ground()) {
            ground.passes(
                    "\r\nGET /a HTTP/1.1\r\nHost: a\r\n\r\n",
                    "GET /a HTTP/1.1\r\nHost: a\r\n" + Ground.forwarded() + "\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n\r\n", "\n", "\r", " \r\n", "\r\n ", "\u0000"})
    void anythingElseBeforeTheRequestIsRefused(String before) {
        try (Ground ground = new Ground()) {
            ground.refuses(400, "", before + "GET /a HTTP/1.1\r\nHost: a\r\n\r\n");
        }
    }
}
