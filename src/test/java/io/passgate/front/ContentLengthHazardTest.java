package io.passgate.front;

import io.passgate.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112 §6.3: a length that two readers could take for two numbers. */
@ExtendWith(LeakCheck.class)
class ContentLengthHazardTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+5",
                "-5",
                "0x5",
                "5h",
                "five",
                "5 5",
                "5,5",
                "5, 5",
                "5;5",
                "5.0",
                "5e0",
                "\"5\"",
                "\u00b2",
                "\u0665",
                "1_0",
                "9223372036854775808",
                "18446744073709551621",
                "4294967296000000000000000000005",
                "0000000000000000000000000000005"
            })
    void valueThatIsNotOnePlainNumberIsRefused(String value) {
        try (Ground ground = new Ground()) {
            ground.refuses(
                    400, "content-length", "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: " + value + "\r\n\r\nhello");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nContent-Length: 5\r\n",
                "Content-Length: 5\r\nContent-Length: 6\r\n",
                "Content-Length: 0\r\nX: y\r\ncontent-length: 5\r\n",
                "CONTENT-LENGTH: 5\r\nContent-Length:\r\n"
            })
    void twoOfThemAreRefusedEvenWhenTheyAgree(String fields) {
        try (Ground ground = new Ground()) {
            ground.refuses(400, "content-length", "POST /a HTTP/1.1\r\nHost: a\r\n" + fields + "\r\nhello");
        }
    }

    @Test
    void underscoreSpellingIsNoLengthAndDoesNotReachTheHub() {
        try (Ground ground = new Ground()) {
            ground.passes(
                    "POST /a HTTP/1.1\r\nHost: a\r\nContent_Length: 38\r\nContent-Length: 2\r\n\r\nhi",
                    "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n" + Ground.forwarded() + "\r\nhi");
        }
    }

    @Test
    void lengthInAnyCaseBetweenSpacesIsTaken() {
        try (Ground ground = new Ground()) {
            ground.passes(
                    "POST /a HTTP/1.1\r\nHost: a\r\ncOnTeNt-lEnGtH: \t 002 \t\r\n\r\nhi",
                    "POST /a HTTP/1.1\r\nHost: a\r\ncOnTeNt-lEnGtH: \t 002 \t\r\n" + Ground.forwarded() + "\r\nhi");
        }
    }

    @Test
    void lengthOnAGetIsObeyed() {
        try (Ground ground = new Ground()) {
            String inner = "GET /inner HTTP/1.1\r\nHost: a\r\n\r\n";
            ground.passes(
                    "GET /a HTTP/1.1\r\nHost: a\r\nContent-Length: " + inner.length() + "\r\n\r\n" + inner,
                    "GET /a HTTP/1.1\r\nHost: a\r\nContent-Length: " + inner.length() + "\r\n" + Ground.forwarded()
                            + "\r\n" + inner);
        }
    }
}
