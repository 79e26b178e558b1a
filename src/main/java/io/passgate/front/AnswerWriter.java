package io.passgate.front;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.passgate.wire.Field;
import io.passgate.wire.Frames;
import io.passgate.wire.Header;
import io.passgate.wire.RequestHead;
import io.passgate.wire.WebSockets;
import java.nio.charset.StandardCharsets;

/** Writes the gate's own answers. */
final class AnswerWriter {
    private AnswerWriter() {}

    /** Writes an answer in one buffer and flushes it. */
    static void write(ClientConnection client, LocalAnswer answer, String requestId, boolean toHead, boolean close) {
        StringBuilder head = new StringBuilder(256)
                .append("HTTP/1.1 ")
                .append(answer.status())
                .append(' ')
                .append(HttpResponseStatus.valueOf(answer.status()).reasonPhrase())
                .append("\r\n");
        for (Field field : answer.fields()) {
            head.append(field.name()).append(": ").append(field.value()).append("\r\n");
        }
        head.append("X-Request-Id: ").append(requestId).append("\r\n");
        boolean bodyless = answer.status() == 204 || answer.status() == 304;
        if (!bodyless) {
            head.append("Content-Length: ").append(answer.body().length).append("\r\n");
        }
        if (close) {
            head.append("Connection: close\r\n");
        }
        head.append("\r\n");
        int bodyLength = toHead || bodyless ? 0 : answer.body().length;
        ByteBuf out = client.channel().alloc().buffer(head.length() + bodyLength);
        out.writeCharSequence(head, StandardCharsets.ISO_8859_1);
        out.writeBytes(answer.body(), 0, bodyLength);
        client.write(out);
        client.flush();
    }

    /** Writes 101, the messages and the close in one buffer. Of the subprotocols offered the first is taken. */
    static void writeSocket(ClientConnection client, RequestHead head, SocketAnswer answer) {
        ByteBuf out = client.channel().alloc().buffer(512);
        out.writeCharSequence(
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: ",
                StandardCharsets.ISO_8859_1);
        out.writeBytes(WebSockets.acceptFor(head));
        head.value(Header.SEC_WEBSOCKET_PROTOCOL)
                .map(offered -> offered.split(",", 2)[0].strip())
                .filter(first -> !first.isEmpty())
                .ifPresent(first ->
                        out.writeCharSequence("\r\nSec-WebSocket-Protocol: " + first, StandardCharsets.ISO_8859_1));
        out.writeCharSequence("\r\n\r\n", StandardCharsets.ISO_8859_1);
        write(out, answer);
        client.write(out);
        client.flush();
    }

    /** Writes the messages and the close as frames. */
    static void write(ByteBuf out, SocketAnswer answer) {
        answer.messages().forEach(message -> Frames.text(out, message));
        Frames.close(out, answer.code(), answer.reason());
    }
}
