package io.passgate.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Heads from text and back, for tests. */
final class Heads {
    private Heads() {}

    /** Lines joined by CRLF and ended by an empty one. */
    static String lines(String... lines) {
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    static ByteBuf bytes(String text) {
        return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static String text(ByteBuf buffer) {
        String text = buffer.toString(StandardCharsets.ISO_8859_1);
        buffer.release();
        return text;
    }

    /** Scanned and guarded. */
    static RequestHead request(String... lines) {
        RequestHead head = new RequestHead();
        String text = lines(lines);
        if (head.scan(bytes(text), HeadLimits.DEFAULT) != text.length()) {
            throw new AssertionError("not one whole head: " + text);
        }
        RequestGuard.check(head);
        return head;
    }

    /** A GET with these fields besides Host. */
    static RequestHead get(String target, String... fields) {
        String[] lines = new String[fields.length + 2];
        lines[0] = "GET " + target + " HTTP/1.1";
        lines[1] = "Host: gate";
        System.arraycopy(fields, 0, lines, 2, fields.length);
        return request(lines);
    }

    static ResponseHead response(String... lines) {
        ResponseHead head = new ResponseHead();
        String text = lines(lines);
        if (head.scan(bytes(text), HeadLimits.DEFAULT, false) != text.length()) {
            throw new AssertionError("not one whole head: " + text);
        }
        return head;
    }

    /** What the scanner and the guard find wrong, if anything. */
    static Optional<Flaw> flaw(String request) {
        return flaw(request, HeadLimits.DEFAULT);
    }

    static Optional<Flaw> flaw(String request, HeadLimits limits) {
        try {
            RequestHead head = new RequestHead();
            if (head.scan(bytes(request), limits) < 0) {
                throw new AssertionError("incomplete, not malformed: " + request);
            }
            RequestGuard.check(head);
            return Optional.empty();
        } catch (Malformed e) {
            return Optional.of(e.flaw());
        }
    }
}
