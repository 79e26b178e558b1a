package io.passgate.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Header fields as offsets into a byte array, without an object per field.
 *
 * <p>The bytes hold lines {@code name: value CRLF}, whoever wrote them: the HTTP/1.1 scanner leaves them as they came, another
 * protocol writes such lines. A dropped field is invisible to every look-up and is not passed on. Text is
 * ISO 8859-1. Confined to the event loop that scanned it.
 */
public abstract sealed class Fields permits RequestHead, ResponseHead, Trailers {
    static final int INCOMPLETE = -1;
    private static final int STRIDE = 4;
    private static final int LINE = 0;
    private static final int NAME_END = 1;
    private static final int VALUE = 2;
    private static final int VALUE_END = 3;
    private static final byte DROPPED = -1;

    byte[] bytes;
    /** Where the field lines begin. */
    int fieldsStart;
    /** Where they end: the index of the CRLF that closes the section. */
    int fieldsEnd;

    private int[] at = new int[24 * STRIDE];
    private byte[] kind = new byte[24];
    private int count;
    private long present;

    Fields(int capacity) {
        bytes = new byte[capacity];
    }

    final void clear() {
        count = 0;
        present = 0;
    }

    /** The array that all offsets point into. Read only. */
    public final byte[] bytes() {
        return bytes;
    }

    /** How many fields there are, dropped ones included. */
    public final int count() {
        return count;
    }

    /** Whether field {@code i} has been taken out. */
    public final boolean dropped(int i) {
        return kind[i] == DROPPED;
    }

    /** Which field {@code i} is; {@link Header#OTHER} for a dropped one. */
    public final Header header(int i) {
        return kind[i] == DROPPED ? Header.OTHER : Header.of(kind[i]);
    }

    public final int nameStart(int i) {
        return at[i * STRIDE + LINE];
    }

    public final int nameEnd(int i) {
        return at[i * STRIDE + NAME_END];
    }

    public final int valueStart(int i) {
        return at[i * STRIDE + VALUE];
    }

    public final int valueEnd(int i) {
        return at[i * STRIDE + VALUE_END];
    }

    final int lineEnd(int i) {
        return i + 1 < count ? at[(i + 1) * STRIDE + LINE] : fieldsEnd;
    }

    public final String name(int i) {
        return Ascii.text(bytes, nameStart(i), nameEnd(i));
    }

    public final String value(int i) {
        return Ascii.text(bytes, valueStart(i), valueEnd(i));
    }

    /** Whether any field is {@code header}. */
    public final boolean has(Header header) {
        return first(header) >= 0;
    }

    /** The index of the first {@code header}, or -1. */
    public final int first(Header header) {
        return (present & 1L << header.code()) != 0 ? next(header, 0) : -1;
    }

    /** The index of the first {@code header} at or after {@code from}, or -1. */
    public final int next(Header header, int from) {
        byte wanted = (byte) header.code();
        for (int i = from; i < count; i++) {
            if (kind[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** The index of the first field of this name (in lower case) at or after {@code from}, or -1. */
    public final int find(byte[] lowerName, int from) {
        for (int i = from; i < count; i++) {
            if (kind[i] != DROPPED && Ascii.equalsLower(bytes, nameStart(i), nameEnd(i), lowerName)) {
                return i;
            }
        }
        return -1;
    }

    /** The value of the first {@code header}. */
    public final Optional<String> value(Header header) {
        int i = first(header);
        return i < 0 ? Optional.empty() : Optional.of(value(i));
    }

    /** The values of all fields of this name, in order. */
    public final List<String> values(String name) {
        byte[] lower = Ascii.lower(name);
        List<String> values = new ArrayList<>(2);
        for (int i = find(lower, 0); i >= 0; i = find(lower, i + 1)) {
            values.add(value(i));
        }
        return values;
    }

    /** Whether a list-valued {@code header} (RFC 9110 §5.6.1) names this token (in lower case). */
    public final boolean hasToken(Header header, byte[] lowerToken) {
        for (int i = first(header); i >= 0; i = next(header, i + 1)) {
            int end = valueEnd(i);
            for (int start = valueStart(i); start < end; ) {
                int comma = start;
                while (comma < end && bytes[comma] != ',') {
                    comma++;
                }
                if (equalsTrimmed(start, comma, lowerToken)) {
                    return true;
                }
                start = comma + 1;
            }
        }
        return false;
    }

    /** Whether the value of the first {@code header} contains these bytes (in lower case), ignoring case. */
    public final boolean contains(Header header, byte[] lower) {
        int i = first(header);
        if (i < 0) {
            return false;
        }
        for (int p = valueStart(i); p + lower.length <= valueEnd(i); p++) {
            if (Ascii.equalsLower(bytes, p, p + lower.length, lower)) {
                return true;
            }
        }
        return false;
    }

    private boolean equalsTrimmed(int from, int to, byte[] lower) {
        int start = from;
        int end = to;
        while (start < end && Ascii.isSpace(bytes[start])) {
            start++;
        }
        while (end > start && Ascii.isSpace(bytes[end - 1])) {
            end--;
        }
        return Ascii.equalsLower(bytes, start, end, lower);
    }

    /** Takes field {@code i} out: it is found no more and not passed on. */
    public final void drop(int i) {
        kind[i] = DROPPED;
    }

    /** Takes out every {@code header}. */
    public final void drop(Header header) {
        for (int i = first(header); i >= 0; i = next(header, i + 1)) {
            kind[i] = DROPPED;
        }
    }

    /** Takes out every field of this name, in underscore spelling too. */
    public final void drop(byte[] lowerName) {
        for (int i = 0; i < count; i++) {
            if (Ascii.equalsFolded(bytes, nameStart(i), nameEnd(i), lowerName)) {
                kind[i] = DROPPED;
            }
        }
    }

    private void add(int line, int nameEnd, int value, int valueEnd, int hash, boolean underscore) {
        if (count == kind.length) {
            kind = Arrays.copyOf(kind, count * 2);
            at = Arrays.copyOf(at, at.length * 2);
        }
        Header header = Header.recognize(bytes, line, nameEnd, hash);
        int o = count * STRIDE;
        at[o + LINE] = line;
        at[o + NAME_END] = nameEnd;
        at[o + VALUE] = value;
        at[o + VALUE_END] = valueEnd;
        if (underscore && header != Header.OTHER) {
            kind[count] = DROPPED;
        } else {
            kind[count] = (byte) header.code();
            present |= 1L << header.code();
        }
        count++;
    }

    /**
     * Scans field lines from {@code p} to the empty line that ends them.
     *
     * @return the index behind that line, or {@link #INCOMPLETE} when {@code limit} comes first
     * @throws Malformed at the first byte that RFC 9112 §5 does not allow
     */
    final int scanFields(int p, int limit, int maxFields) {
        byte[] b = bytes;
        fieldsStart = p;
        while (p < limit) {
            int line = p;
            byte c = b[p];
            if (c == Ascii.CR) {
                fieldsEnd = p;
                return endOfLine(p, limit);
            }
            int hash = 0;
            boolean underscore = false;
            for (byte f = Ascii.FOLD[c & 0xff]; f != 0; f = Ascii.FOLD[c & 0xff]) {
                hash = Header.hash(hash, f);
                underscore |= c == '_';
                if (++p == limit) {
                    return INCOMPLETE;
                }
                c = b[p];
            }
            if (c != ':' || p == line) {
                throw new Malformed(nameFlaw(c, p == line));
            }
            int nameEnd = p;
            do {
                if (++p == limit) {
                    return INCOMPLETE;
                }
                c = b[p];
            } while (Ascii.isSpace(c));
            int value = p;
            while (Ascii.VALUE[c & 0xff]) {
                if (++p == limit) {
                    return INCOMPLETE;
                }
                c = b[p];
            }
            int next = endOfLine(p, limit);
            if (next == INCOMPLETE) {
                return INCOMPLETE;
            }
            while (p > value && Ascii.isSpace(b[p - 1])) {
                p--;
            }
            if (count == maxFields) {
                throw new Malformed(Flaw.MANY_FIELDS);
            }
            add(line, nameEnd, value, p, hash, underscore);
            p = next;
        }
        return INCOMPLETE;
    }

    /** The index behind the CRLF that must stand at {@code p}, or {@link #INCOMPLETE}. */
    final int endOfLine(int p, int limit) {
        if (bytes[p] != Ascii.CR) {
            throw new Malformed(bytes[p] == Ascii.LF ? Flaw.BARE_LF : Flaw.FIELD_VALUE);
        }
        if (p + 1 == limit) {
            return INCOMPLETE;
        }
        if (bytes[p + 1] != Ascii.LF) {
            throw new Malformed(Flaw.BARE_CR);
        }
        return p + 2;
    }

    private static Flaw nameFlaw(byte c, boolean first) {
        if (Ascii.isSpace(c)) {
            return first ? Flaw.OBS_FOLD : Flaw.SPACE_BEFORE_COLON;
        }
        return c == Ascii.LF ? Flaw.BARE_LF : Flaw.FIELD_NAME;
    }
}
