package io.passgate.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseScanTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH\r\n\r\n",
                "HTTP/2.0 200 OK\r\n\r\n",
                "HTTP/1.1  200 OK\r\n\r\n",
                "HTTP/1.1 20 OK\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "HTTP/1.1 099 OK\r\n\r\n",
                "HTTP/1.1 600 OK\r\n\r\n",
                "HTTP/1.1 200 OK\n\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
                "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nConnection: content-length\r\nContent-Length: 1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX: a\r\n folded\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX : a\r\n\r\n",
                "HTTP/1.1 200 O\0K\r\n\r\n",
            })
    void malformedAnswerIsNotRead(String answer) {
        assertThatExceptionOfType(Malformed.class)
                .isThrownBy(() -> new ResponseHead().scan(Heads.bytes(answer), HeadLimits.DEFAULT, false));
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 200 OK,Content-Length: 5,false,5,true",
        "HTTP/1.1 200 OK,Transfer-Encoding: chunked,false,-1,true",
        "HTTP/1.1 200 OK,X: y,false,-2,false",
        "HTTP/1.1 200 OK,Content-Length: 5,true,0,true",
        "HTTP/1.1 204 No Content,Content-Length: 5,false,0,false",
        "HTTP/1.1 204 No Content,X: y,false,0,true",
        "HTTP/1.1 304 Not Modified,Content-Length: 5,false,0,true",
        "HTTP/1.1 100 Continue,X: y,false,0,true",
        "HTTP/1.0 200 OK,Content-Length: 5,false,5,false",
        "HTTP/1.1 200,Content-Length: 5,false,5,true",
    })
    void bodyLengthFollowsStatusMethodAndFields(String line, String field, boolean toHead, long length, boolean keeps) {
        ResponseHead head = new ResponseHead();
        head.scan(Heads.bytes(Heads.lines(line, field)), HeadLimits.DEFAULT, toHead);
        assertThat(head.bodyLength()).isEqualTo(length);
        assertThat(head.keepAlive()).isEqualTo(keeps);
    }

    @Test
    void answerWithoutContentDoesNotSpeakOfItsLength() {
        assertThat(Heads.response("HTTP/1.1 204 No Content", "Content-Length: 5")
                        .has(Header.CONTENT_LENGTH))
                .isFalse();
        assertThat(Heads.response("HTTP/1.1 304 Not Modified", "Content-Length: 5")
                        .has(Header.CONTENT_LENGTH))
                .isTrue();
    }

    @Test
    void onlyTheRightAcceptOpensAWebSocket() {
        // the example of RFC 6455 §1.3
        RequestHead request = Heads.get(
                "/",
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
        byte[] accept = WebSockets.acceptFor(request);
        String[] right = {
            "HTTP/1.1 101 Switching Protocols",
            "Upgrade: websocket",
            "Connection: upgrade",
            "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
        };
        assertThat(Heads.response(right).opensWebSocket(accept)).isTrue();
        assertThat(Heads.response(right[0], right[1], right[2]).opensWebSocket(accept))
                .isFalse();
        assertThat(Heads.response(right[0], right[1], right[3]).opensWebSocket(accept))
                .isFalse();
        assertThat(Heads.response(right[0], "Upgrade: h2c", right[2], right[3]).opensWebSocket(accept))
                .isFalse();
        assertThat(Heads.response(right[0], right[1], right[2], right[3], right[3])
                        .opensWebSocket(accept))
                .isFalse();
        assertThat(Heads.response(right[0], right[1], right[2], right[3].replace("s3p", "S3P"))
                        .opensWebSocket(accept))
                .isFalse();
    }
}
