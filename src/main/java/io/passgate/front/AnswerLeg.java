package io.passgate.front;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.passgate.hub.HubConnection;
import io.passgate.wire.HeadWriter;
import io.passgate.wire.Persistence;
import io.passgate.wire.RequestEdit;
import io.passgate.wire.RequestHead;
import io.passgate.wire.ResponseHead;
import java.util.List;

/** An answer of the hub on its way to the client; its head waits for a small body to share one write. Confined to the event loop. */
final class AnswerLeg {
    private static final int SMALL_BODY = 8 << 10;

    private final ClientConnection client;
    private final Request request;
    private ByteBuf head = Unpooled.EMPTY_BUFFER;
    private boolean keep;
    private long pendingAtLastWatch;

    AnswerLeg(ClientConnection client, Request request) {
        this.client = client;
        this.request = request;
    }

    /** A 1xx in front of the answer; HTTP/1.0 knows none. */
    void interim(ResponseHead answer, RequestEdit edit) {
        if (request.http10()) {
            return;
        }
        ByteBuf out = client.channel().alloc().buffer(HeadWriter.responseSize(answer, List.of()));
        HeadWriter.response(out, answer, Persistence.KEEP, edit, List.of());
        client.write(out);
    }

    /** The head, which says whether the connection is kept: not where only its end tells the end of the body. */
    void begin(ResponseHead answer, RequestEdit edit, List<String> setCookies, HubConnection from, boolean mayKeep) {
        boolean dechunk = request.http10() && answer.bodyLength() == RequestHead.CHUNKED;
        keep = mayKeep && !dechunk && answer.bodyLength() != ResponseHead.UNTIL_CLOSE;
        Persistence persistence = answer.status() == 101 ? Persistence.UPGRADE : Persistence.of(keep, request.http10());
        int room = HeadWriter.responseSize(answer, setCookies) + Math.min(from.available(), SMALL_BODY);
        head = client.channel().alloc().buffer(room);
        HeadWriter.response(head, answer, persistence, edit, setCookies);
        if (dechunk) {
            from.contentOnly(answer);
        }
    }

    /** Whether another request may follow on the connection. */
    boolean keep() {
        return keep;
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

    /** Whether the client has taken nothing since this was asked last. */
    boolean stalled() {
        long pending = client.channel().bytesBeforeWritable();
        boolean same = pending == pendingAtLastWatch;
        pendingAtLastWatch = pending;
        return same;
    }

    void release() {
        head.release();
        head = Unpooled.EMPTY_BUFFER;
    }
}
