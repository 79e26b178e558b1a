package io.passgate.planted.netty.wire;

import io.netty.buffer.ByteBuf;

/** Keeps the rule. */
final class InnocentCodec {
    int read(ByteBuf buffer) {
        return buffer.readByte();
    }
}
