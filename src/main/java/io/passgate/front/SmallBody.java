package io.passgate.front;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;

/** A request body of known length, collected for the gate itself. Confined to the connection's event loop. */
final class SmallBody {
    private final byte[] bytes;
    private final Consumer<byte[]> then;
    private int length;

    SmallBody(int size, Consumer<byte[]> then) {
        this.bytes = new byte[size];
        this.then = then;
    }

    /** Takes the next part, and its reference; hands the body over with the last one. */
    void add(ByteBuf part) {
        int more = part.readableBytes();
        part.readBytes(bytes, length, more);
        part.release();
        length += more;
        if (length == bytes.length) {
            then.accept(bytes);
        }
    }
}
