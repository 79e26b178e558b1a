package io.passgate.front;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.passgate.wire.HeadWriter;
import io.passgate.wire.Persistence;
import io.passgate.wire.RequestEdit;
import io.passgate.wire.ResponseHead;
import java.util.List;

/** An answer of the hub on its way to the client; its head waits for a small body to share one write. Confined to the event loop. */
final class AnswerLeg {
    private static final int SMALL_BODY = 8 << 10;

    private final ClientConnection client;
    private ByteBuf head = Unpooled.EMPTY_BUFFER;

    AnswerLeg(ClientConnection client) {
        this.client = client;
    }

    /** A 1xx in front of the answer. */
    void interim(ResponseHead answer, RequestEdit edit) {
        ByteBuf out = client.channel().alloc().buffer(HeadWriter.responseSize(answer, List.of()));
        HeadWriter.response(out, answer, Persistence.KEEP, edit, List.of());
        client.write(out);
    }

    /** The head; {@code follows} bytes of body are there already. */
    void begin(ResponseHead answer, Persistence persistence, RequestEdit edit, List<String> setCookies, int follows) {
        int room = HeadWriter.responseSize(answer, setCookies) + Math.min(follows, SMALL_BODY);
        head = client.channel().alloc().buffer(room);
        HeadWriter.response(head, answer, persistence, edit, setCookies);
    }

    /** A part of the body; takes over its reference. */
    void body(ByteBuf part) {
        if (head.isReadable() && part.readableBytes() <= SMALL_BODY) {
            head.writeBytes(part);
            part.release();
            writeHead();
        } else {
            writeHead();
            client.write(part);
        }
    }

    /** Lets the head go, if it still waits. */
    void writeHead() {
        if (head.isReadable()) {
            ByteBuf out = head;
            head = Unpooled.EMPTY_BUFFER;
            client.write(out);
        }
    }

    void flush() {
        writeHead();
        client.flush();
    }

    void release() {
        head.release();
        head = Unpooled.EMPTY_BUFFER;
    }
}
