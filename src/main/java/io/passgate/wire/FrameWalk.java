package io.passgate.wire;

import io.netty.buffer.ByteBuf;

/**
 * Follows WebSocket frames by their headers while they stream by (RFC 6455 §5), without unmasking or copying.
 *
 * <p>One instance per direction of a tunnel, confined to its event loop. It knows where messages end, counts data frames, and
 * refuses what would make it lose its place.
 */
public final class FrameWalk {
    private static final int MAX_CONTROL = 125;

    private final boolean masked;
    private int headerLeft = 2;
    private int headerSeen;
    private int first;
    private long length;
    private long extended;
    private int extendedLeft;
    private long payloadLeft;
    private boolean inMessage;
    private boolean closed;
    private long dataFrames;

    /** Walks frames that must be masked, as a client's, or must not be. */
    public FrameWalk(boolean masked) {
        this.masked = masked;
    }

    /** How many data frames have begun. */
    public long dataFrames() {
        return dataFrames;
    }

    /** Whether a frame of ours may stand here. */
    public boolean betweenFrames() {
        return payloadLeft == 0 && headerSeen == 0;
    }

    /** Whether a message of ours may stand here. */
    public boolean betweenMessages() {
        return betweenFrames() && !inMessage;
    }

    /** Whether a Close frame has passed: nothing may follow it (§5.5.1). */
    public boolean closed() {
        return closed;
    }

    /**
     * Walks from the reader index of {@code in}, which is not moved, to its end – or only to the next place between messages.
     *
     * @return how many bytes were walked
     * @throws Malformed when a frame is not what §5.2 allows
     */
    public int walk(ByteBuf in, boolean toMessageEnd) {
        int start = in.readerIndex();
        int end = in.writerIndex();
        int p = start;
        while (p < end && !(toMessageEnd && betweenMessages())) {
            if (payloadLeft > 0) {
                int n = (int) Math.min(payloadLeft, end - p);
                payloadLeft -= n;
                p += n;
                if (payloadLeft == 0) {
                    frameEnds();
                }
            } else {
                header(in.getByte(p++) & 0xff);
            }
        }
        return p - start;
    }

    /** One byte of a frame header. */
    private void header(int b) {
        require(!closed);
        headerSeen++;
        if (headerSeen == 1) {
            first = b;
        } else if (headerSeen == 2) {
            secondByte(b);
        } else if (length < 0) {
            extendedLength(b);
        }
        if (--headerLeft == 0) {
            headerEnds();
        }
    }

    private void secondByte(int b) {
        require((b & 0x80) != 0 == masked);
        length = b & 0x7f;
        require((first & 0x30) == 0);
        boolean control = (first & 8) != 0;
        int opcode = first & 0xf;
        require(opcode <= 2 || (opcode >= 8 && opcode <= 10));
        if (control) {
            require((first & 0xc0) == 0x80 && length <= MAX_CONTROL);
        } else {
            require(opcode == 0 == inMessage && (opcode != 0 || (first & 0x40) == 0));
        }
        extended = 0;
        extendedLeft = length == 126 ? 2 : length == 127 ? 8 : 0;
        if (extendedLeft > 0) {
            length = -1;
        }
        headerLeft += extendedLeft + (masked ? 4 : 0);
    }

    private void extendedLength(int b) {
        extended = extended << 8 | b;
        if (--extendedLeft == 0) {
            require(extended >= 0);
            length = extended;
        }
    }

    private void headerEnds() {
        headerLeft = 2;
        headerSeen = 0;
        payloadLeft = length;
        if ((first & 8) == 0) {
            dataFrames++;
            inMessage = true;
        }
        if (payloadLeft == 0) {
            frameEnds();
        }
    }

    private void frameEnds() {
        if ((first & 8) == 0) {
            inMessage = (first & 0x80) == 0;
        } else if ((first & 0xf) == 8) {
            closed = true;
        }
    }

    private static void require(boolean allowed) {
        if (!allowed) {
            throw new Malformed(Flaw.FRAME);
        }
    }
}
