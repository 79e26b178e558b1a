package io.passgate.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds where a body ends while it streams by (RFC 9112 §6–7), without copying it.
 *
 * <p>Chunked bodies pass as they came, chunk lines included, after every byte of those lines has been checked; only a trailer
 * section is held back and cleaned. Reused for one body after another; confined to its event loop.
 */
public final class BodyWalk {
    private static final int MAX_SIZE_DIGITS = 15;
    private static final int MAX_EXTENSION = 1024;
    private static final Trailers NO_TRAILERS = new Trailers(List.of());

    private enum Step {
        SIZE,
        SIZE_SPACE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILER_START,
        TRAILER_LF,
        TRAILERS,
        UNTIL_CLOSE,
        LENGTH,
        DONE
    }

    private final List<byte[]> neverLate;
    private Step step = Step.DONE;
    private long remaining;
    private int digits;
    private int extension;
    private boolean contentOnly;
    private Trailers trailers = NO_TRAILERS;

    /** For bodies whose trailers may hold whatever the gate does not know by name. */
    public BodyWalk() {
        this(List.of());
    }

    /**
     * For bodies whose trailers may not hold these fields either.
     *
     * @param neverLate of {@link #names}
     */
    public BodyWalk(List<byte[]> neverLate) {
        this.neverLate = neverLate;
    }

    /** Field names made ready for {@link #BodyWalk(List)}; any case. Nobody writes to the result. */
    public static List<byte[]> names(Collection<String> names) {
        return names.stream()
                .map(name -> Ascii.bytes(name.toLowerCase(Locale.ROOT)))
                .toList();
    }

    /**
     * Begins a body of this length: a number, {@link RequestHead#CHUNKED} or {@link ResponseHead#UNTIL_CLOSE}.
     *
     * @param contentOnly deliver a chunked body without its chunk lines and trailers
     */
    public void start(long length, boolean contentOnly) {
        this.contentOnly = contentOnly;
        this.trailers = NO_TRAILERS;
        if (length == RequestHead.CHUNKED) {
            step = Step.SIZE;
            nextChunk();
        } else if (length == ResponseHead.UNTIL_CLOSE) {
            step = Step.UNTIL_CLOSE;
        } else {
            remaining = length;
            step = length == 0 ? Step.DONE : Step.LENGTH;
        }
    }

    /** Whether the whole body has been taken. */
    public boolean done() {
        return step == Step.DONE;
    }

    /** Whether only the end of the connection ends this body. */
    public boolean untilClose() {
        return step == Step.UNTIL_CLOSE;
    }

    /** Says that the connection ended, which ends a body that lasts until then. */
    public void closed() {
        if (step == Step.UNTIL_CLOSE) {
            step = Step.DONE;
        }
    }

    /**
     * Takes from the readable bytes of {@code in}, of which there must be some, those that belong to the body.
     *
     * @return what to pass on, possibly empty, with a reference of its own; {@code in} has been read up to where it ends
     * @throws Malformed for a chunked body that is not exactly RFC 9112 §7.1
     */
    public ByteBuf take(ByteBuf in) {
        return switch (step) {
            case UNTIL_CLOSE -> in.readRetainedSlice(in.readableBytes());
            case LENGTH -> takeCounted(in);
            case DONE -> Unpooled.EMPTY_BUFFER;
            case TRAILERS -> takeTrailers(in);
            default ->
                contentOnly ? content(in) : in.readRetainedSlice(walkChunks(in, Optional.empty()) - in.readerIndex());
        };
    }

    private ByteBuf takeCounted(ByteBuf in) {
        int n = (int) Math.min(remaining, in.readableBytes());
        remaining -= n;
        if (remaining == 0) {
            step = Step.DONE;
        }
        return in.readRetainedSlice(n);
    }

    private ByteBuf content(ByteBuf in) {
        ByteBuf out = in.alloc().buffer(in.readableBytes());
        try {
            in.readerIndex(walkChunks(in, Optional.of(out)));
        } catch (Malformed e) {
            out.release();
            throw e;
        }
        return out;
    }

    private ByteBuf takeTrailers(ByteBuf in) {
        if (trailers == NO_TRAILERS) {
            trailers = new Trailers(neverLate);
        }
        if (!trailers.take(in)) {
            return Unpooled.EMPTY_BUFFER;
        }
        ByteBuf out = in.alloc().buffer(256);
        try {
            trailers.write(out);
        } catch (Malformed e) {
            out.release();
            throw e;
        }
        step = Step.DONE;
        return contentOnly ? out.clear() : out;
    }

    /** Walks to the end of the buffer, of the body, or to the begin of trailers; copies content to {@code out}. */
    private int walkChunks(ByteBuf in, Optional<ByteBuf> out) {
        int end = in.writerIndex();
        int p = in.readerIndex();
        while (p < end) {
            if (step == Step.DATA) {
                int n = (int) Math.min(remaining, end - p);
                if (out.isPresent()) {
                    out.get().writeBytes(in, p, n);
                }
                remaining -= n;
                p += n;
                if (remaining == 0) {
                    step = Step.DATA_CR;
                }
                continue;
            }
            byte b = in.getByte(p);
            if (step == Step.TRAILER_START && b != Ascii.CR) {
                step = Step.TRAILERS;
                return p;
            }
            p++;
            syntax(b);
            if (step == Step.DONE) {
                return p;
            }
        }
        return p;
    }

    /** One byte that is not content. */
    private void syntax(byte b) {
        switch (step) {
            case SIZE -> size(b);
            case SIZE_SPACE -> {
                if (!Ascii.isSpace(b)) {
                    require(b == ';');
                    step = Step.EXTENSION;
                }
                extension(b);
            }
            case EXTENSION -> {
                if (b == Ascii.CR) {
                    step = Step.SIZE_LF;
                } else {
                    extension(b);
                }
            }
            case SIZE_LF -> {
                require(b == Ascii.LF);
                step = remaining == 0 ? Step.TRAILER_START : Step.DATA;
            }
            case DATA_CR -> expect(b, Ascii.CR, Step.DATA_LF);
            case DATA_LF -> {
                expect(b, Ascii.LF, Step.SIZE);
                nextChunk();
            }
            case TRAILER_START -> expect(b, Ascii.CR, Step.TRAILER_LF);
            case TRAILER_LF -> expect(b, Ascii.LF, Step.DONE);
            case DATA, TRAILERS, UNTIL_CLOSE, LENGTH, DONE ->
                throw new IllegalStateException("no chunk syntax in " + step);
        }
    }

    private void nextChunk() {
        remaining = 0;
        digits = 0;
        extension = 0;
    }

    private void size(byte b) {
        int digit = Ascii.hex(b);
        if (digit >= 0) {
            require(++digits <= MAX_SIZE_DIGITS);
            remaining = remaining << 4 | digit;
            return;
        }
        require(digits > 0);
        if (b == Ascii.CR) {
            step = Step.SIZE_LF;
        } else if (b == ';') {
            step = Step.EXTENSION;
        } else {
            require(Ascii.isSpace(b));
            step = Step.SIZE_SPACE;
        }
    }

    private void extension(byte b) {
        require(Ascii.VALUE[b & 0xff] && ++extension <= MAX_EXTENSION);
    }

    private void expect(byte b, byte wanted, Step next) {
        require(b == wanted);
        step = next;
    }

    private static void require(boolean allowed) {
        if (!allowed) {
            throw new Malformed(Flaw.CHUNK);
        }
    }
}
