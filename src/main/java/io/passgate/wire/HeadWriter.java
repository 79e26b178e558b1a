package io.passgate.wire;

import io.netty.buffer.ByteBuf;
import java.util.List;

/** Writes heads onward: the fields that pass are copied in runs as they came, the others left out, ours appended. */
public final class HeadWriter {
    private static final byte[] HTTP11 = Ascii.bytes(" HTTP/1.1\r\n");
    private static final byte[] STATUS = Ascii.bytes("HTTP/1.1 ");
    private static final byte[] HOST = Ascii.bytes("Host: ");
    private static final byte[] CHUNKED = Ascii.bytes("Transfer-Encoding: chunked\r\n");
    private static final byte[] SET_COOKIE = Ascii.bytes("Set-Cookie: ");
    private static final byte[] PRIVATE = Ascii.bytes("Cache-Control: private\r\n");
    private static final byte[] PRIVATE_TOKEN = Ascii.bytes("private");
    private static final byte[] NO_STORE_TOKEN = Ascii.bytes("no-store");
    private static final int CRLF = '\r' << 8 | '\n';

    private HeadWriter() {}

    /** Room that {@link #request} will hardly exceed. */
    public static int requestSize(RequestHead head, Sender sender, RequestEdit edit) {
        return head.fieldsEnd + sender.size() + edit.added.length + 96;
    }

    /**
     * Writes a checked request as the hub gets it: canonical path, the query as sent, no hop-by-hop, forwarded or identity
     * field but ours.
     *
     * @param hubHost the Host to send, or empty to keep the client's
     */
    public static void request(ByteBuf out, RequestHead head, Sender sender, byte[] hubHost, RequestEdit edit) {
        byte[] b = head.bytes;
        out.writeBytes(b, head.methodStart, head.methodEnd - head.methodStart).writeByte(' ');
        out.writeBytes(b, head.pathStart, head.pathEnd - head.pathStart);
        out.writeBytes(b, head.queryStart, head.targetEnd - head.queryStart).writeBytes(HTTP11);
        if (hubHost.length > 0) {
            out.writeBytes(HOST).writeBytes(hubHost).writeShort(CRLF);
        }
        int run = head.fieldsStart;
        for (int i = 0; i < head.count(); i++) {
            Header header = head.header(i);
            boolean cookie = header == Header.COOKIE && !edit.cookies.isEmpty();
            boolean passes = !head.dropped(i)
                    && header.treatment() == Header.Treatment.PASS
                    && !cookie
                    && !(header == Header.HOST && hubHost.length > 0)
                    && (edit.removed.isEmpty() || !edit.removes(head, i));
            if (!passes) {
                out.writeBytes(b, run, head.nameStart(i) - run);
                run = head.lineEnd(i);
                if (cookie && !edit.removes(head, i)) {
                    Cookies.cut(out, head, i, edit.cookies);
                }
            }
        }
        out.writeBytes(b, run, head.fieldsEnd - run);
        if (head.bodyLength == RequestHead.CHUNKED) {
            out.writeBytes(CHUNKED);
        }
        if (head.webSocket) {
            out.writeBytes(Persistence.UPGRADE.line);
        }
        sender.write(out, head);
        out.writeBytes(edit.added).writeShort(CRLF);
    }

    /** Room that {@link #response} will hardly exceed. */
    public static int responseSize(ResponseHead head, List<String> setCookies) {
        int size = head.fieldsEnd + 128;
        for (int i = 0; i < setCookies.size(); i++) {
            size += setCookies.get(i).length() + SET_COOKIE.length + 2;
        }
        return size;
    }

    /**
     * Writes an answer of the hub as the client gets it. With cookies of ours it is private, so that no cache keeps them.
     *
     * @param edit of the passage: cookies of these names are not accepted from the hub
     */
    public static void response(
            ByteBuf out, ResponseHead head, Persistence persistence, RequestEdit edit, List<String> setCookies) {
        byte[] b = head.bytes;
        out.writeBytes(STATUS)
                .writeBytes(b, head.statusStart, head.statusLineEnd - head.statusStart)
                .writeShort(CRLF);
        boolean makePrivate = !setCookies.isEmpty()
                && !head.hasToken(Header.CACHE_CONTROL, PRIVATE_TOKEN)
                && !head.hasToken(Header.CACHE_CONTROL, NO_STORE_TOKEN);
        int run = head.fieldsStart;
        for (int i = 0; i < head.count(); i++) {
            Header header = head.header(i);
            boolean passes = !head.dropped(i)
                    && header.treatment() != Header.Treatment.HOP_BY_HOP
                    && !(header == Header.SET_COOKIE && setsCut(head, i, edit))
                    && !(header == Header.CACHE_CONTROL && makePrivate);
            if (!passes) {
                out.writeBytes(b, run, head.nameStart(i) - run);
                run = head.lineEnd(i);
            }
        }
        out.writeBytes(b, run, head.fieldsEnd - run);
        if (head.bodyLength() == RequestHead.CHUNKED && !persistence.http10()) {
            out.writeBytes(CHUNKED);
        }
        out.writeBytes(persistence.line);
        for (int i = 0; i < setCookies.size(); i++) {
            out.writeBytes(SET_COOKIE)
                    .writeBytes(Ascii.bytes(setCookies.get(i)))
                    .writeShort(CRLF);
        }
        if (makePrivate) {
            out.writeBytes(PRIVATE);
        }
        out.writeShort(CRLF);
    }

    private static boolean setsCut(ResponseHead head, int field, RequestEdit edit) {
        return !edit.cookies.isEmpty()
                && Cookies.isAnyNamed(head.bytes, head.valueStart(field), head.valueEnd(field), edit.cookies);
    }
}
