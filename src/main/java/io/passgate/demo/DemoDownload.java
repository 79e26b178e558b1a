package io.passgate.demo;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.stream.ChunkedInput;
import java.nio.charset.StandardCharsets;

/**
 * Ten megabytes of a report, made as they are read: numbered lines of 64 bytes, so that a missing or doubled piece
 * shows. Confined to the event loop.
 */
final class DemoDownload implements ChunkedInput<ByteBuf> {
    static final int LENGTH = 10 * 1024 * 1024;

    private static final int LINE = 64;
    private static final int LINES_AT_ONCE = 256;

    private int done;

    @Override
    public boolean isEndOfInput() {
        return done == LENGTH;
    }

    @Override
    public ByteBuf readChunk(ByteBufAllocator allocator) {
        ByteBuf chunk = allocator.buffer(LINE * LINES_AT_ONCE);
        for (int i = 0; i < LINES_AT_ONCE && !isEndOfInput(); i++, done += LINE) {
            int number = done / LINE;
            String line =
                    String.format("line %08d, item %05d, amount %08d", number, number % 977, number * 37L % 99_991);
            chunk.writeCharSequence(line + ".".repeat(LINE - 1 - line.length()) + "\n", StandardCharsets.US_ASCII);
        }
        return chunk;
    }

    /** As Netty's interface has it; the context's allocator is used. */
    @Override
    @SuppressWarnings("deprecation")
    public ByteBuf readChunk(ChannelHandlerContext ctx) {
        return readChunk(ctx.alloc());
    }

    @Override
    public long length() {
        return LENGTH;
    }

    @Override
    public long progress() {
        return done;
    }

    @Override
    public void close() {}
}
