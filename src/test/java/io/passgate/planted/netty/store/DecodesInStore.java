package io.passgate.planted.netty.store;

import io.netty.buffer.ByteBuf;

/** Breaks: Netty outside its rooms. */
final class DecodesInStore {
    int read(ByteBuf buffer) {
        return buffer.readByte();
    }
}
