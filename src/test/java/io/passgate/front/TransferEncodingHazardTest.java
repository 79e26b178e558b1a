package io.passgate.front;

import io.passgate.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112 §6.1: the gate and the hub must see the same transfer coding, and the same framing. */
@ExtendWith(LeakCheck.class)
class TransferEncodingHazardTest {
    private static final String CHUNKS = "5\r\nhello\r\n0\r\n\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "identity",
                "gzip",
                "xchunked",
                "chunkedx",
                "x-chunked",
                "chunke",
                "chunked, identity",
                "identity, chunked",
                "gzip, chunked",
                "chunked, chunked",
                "chunked,",
                ",chunked",
                "chunked;q=1",
                "chunked;",
                "\"chunked\"",
                "'chunked'",
                "chun ked",
                "chunked\t,identity",
                "\u00a0chunked",
                "chunked\u0085",
                "\u00ffchunked"
            })
    void anyCodingButExactlyChunkedIsRefused(String value) {
        try (Ground ground = new Ground()) {
            ground.refuses(
                    400,
                    "transfer-encoding",
                    "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: " + value + "\r\n\r\n" + CHUNKS);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u000bchunked",
                "chunked\u000b",
                "\u000cchunked",
                "chunked\u0000",
                "\u0000chunked",
                "\u007fchunked"
            })
    void controlCharactersAroundItAreRefused(String value) {
        try (Ground ground = new Ground()) {
            ground.refuses(
                    400,
                    "field-value",
                    "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: " + value + "\r\n\r\n" + CHUNKS);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: chunked\r\nX: y\r\ntransfer-encoding: identity\r\n",
                "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding:\r\nTransfer-Encoding: chunked\r\n"
            })
    void twoOfThemAreRefused(String fields) {
        try (Ground ground = new Ground()) {
            ground.refuses(400, "transfer-encoding", "POST /a HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n" + CHUNKS);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 0\r\n",
                "content-length: 15\r\nTRANSFER-ENCODING: CHUNKED\r\n",
                "Content-Length: 5\r\nTransfer-Encoding: identity\r\n",
                "Content-Length: 5\r\nTransfer-Encoding:\r\n"
            })
    void besideALengthItIsRefused(String fields) {
        try (Ground ground = new Ground()) {
            ground.refuses(400, "length-and-encoding", "POST /a HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n" + CHUNKS);
        }
    }

    @Test
    void withHttp10ItIsRefused() {
        try (Ground ground = new Ground()) {
            ground.refuses(
                    400,
                    "transfer-encoding",
                    "POST /a HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + CHUNKS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Transfer-Encoding : chunked", "Transfer-Encoding\t: chunked"})
    void spaceBeforeItsColonIsRefused(String field) {
        try (Ground ground = new Ground()) {
            ground.refuses(400, "space-before-colon", "POST /a HTTP/1.1\r\nHost: a\r\n" + field + "\r\n\r\n" + CHUNKS);
        }
    }

    @Test
    void foldedItIsRefused() {
        try (Ground ground = new Ground()) {
            ground.refuses(
                    400, "obs-fold", "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n chunked\r\n\r\n" + CHUNKS);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Transfer-Encoding: chunked", "transfer-encoding:CHUNKED", "Transfer-Encoding:\t Chunked \t"})
    void chunkedInAnyCaseBetweenSpacesIsTakenAndMadeAnew(String field) {
        try (Ground ground = new Ground()) {
            ground.passes(
                    "POST /a HTTP/1.1\r\nHost: a\r\n" + field + "\r\nX: y\r\n\r\n" + CHUNKS,
                    "POST /a HTTP/1.1\r\nHost: a\r\nX: y\r\nTransfer-Encoding: chunked\r\n" + Ground.forwarded()
                            + "\r\n" + CHUNKS);
        }
    }

    @Test
    void underscoreSpellingIsNoEncodingAndDoesNotReachTheHub() {
        try (Ground ground = new Ground()) {
            ground.passes(
                    "POST /a HTTP/1.1\r\nHost: a\r\nTransfer_Encoding: chunked\r\nContent-Length: 2\r\n\r\nhi",
                    "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n" + Ground.forwarded() + "\r\nhi");
        }
    }
}
