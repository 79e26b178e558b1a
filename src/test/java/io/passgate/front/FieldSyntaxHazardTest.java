package io.passgate.front;

import io.passgate.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112 §5: a field line that two readers could take for two different fields. */
@ExtendWith(LeakCheck.class)
class FieldSyntaxHazardTest {
    @ParameterizedTest
    @ValueSource(strings = {"X : y", "X\t: y", "Content-Length : 40", "Host : b"})
    void spaceBeforeTheColonIsRefused(String line) {
        try (Ground ground = new Ground()) {
            ground.refuses(400, "space-before-colon", "GET /a HTTP/1.1\r\nHost: a\r\n" + line + "\r\n\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {" Host: a\r\nX: y", "\tX: y\r\nHost: a", " \r\nHost: a"})
    void spaceBeforeTheFirstFieldIsRefused(String lines) {
        try (Ground ground = new Ground()) {
            ground.refuses(400, "obs-fold", "GET /a HTTP/1.1\r\n" + lines + "\r\n\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X: y\r\n z", "X: y\r\n\tz", "X:\r\n Content-Length: 40", "X: y\r\n ", "X: y\r\n \r\n : z"})
    void foldedFieldIsRefused(String lines) {
        try (Ground ground = new Ground()) {
            ground.refuses(400, "obs-fold", "GET /a HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ": y",
                ":",
                "X",
                "X y: z",
                "X(y): z",
                "X,y: z",
                "X/y: z",
                "X;y: z",
                "X=y: z",
                "X@y: z",
                "X[y]: z",
                "{X}: z",
                "\"X\": z",
                "X\u0000: z",
                "X\u00e4: z",
                "\u00a0Content-Length: 40"
            })
    void nameThatIsNoTokenIsRefused(String line) {
        try (Ground ground = new Ground()) {
            ground.refuses(400, "", "GET /a HTTP/1.1\r\nHost: a\r\n" + line + "\r\n\r\n");
        }
    }

    @Test
    void moreFieldsThanAllowedAreRefused() {
        try (Ground ground = new Ground()) {
            ground.refuses(431, "many-fields", "GET /a HTTP/1.1\r\nHost: a\r\n" + "X: y\r\n".repeat(128) + "\r\n");
        }
    }

    @Test
    void headLargerThanAllowedIsRefused() {
        try (Ground ground = new Ground()) {
            String large = ("X: " + "y".repeat(8000) + "\r\n").repeat(9);
            ground.refuses(431, "large-head", "GET /a HTTP/1.1\r\nHost: a\r\n" + large + "\r\n");
        }
    }

    @Test
    void largestAllowedHeadPassesWhole() {
        try (Ground ground = new Ground()) {
            String start = "GET /a HTTP/1.1\r\nHost: a\r\nX: ";
            String rest = "y".repeat((64 << 10) - start.length() - 4);
            ground.passes(start + rest + "\r\n\r\n", start + rest + "\r\n" + Ground.forwarded() + "\r\n");
        }
    }

    @Test
    void unknownFieldsPassByteForByteInTheirOrder() {
        String lines = "x-A:1\r\nX-a: \t2 \t\r\nX!#$%&'*+-.^`|~9: \u00e4\u00ff:;,\r\nX-a:\r\n";
        try (Ground ground = new Ground()) {
            ground.passes(
                    "GET /a HTTP/1.1\r\n" + lines + "Host: a\r\n\r\n",
                    "GET /a HTTP/1.1\r\n" + lines + "Host: a\r\n" + Ground.forwarded() + "\r\n");
        }
    }
}
