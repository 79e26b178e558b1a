package io.passgate.wire;

/** Removes what concerns one connection only: the fields known for it and those that Connection names (RFC 9110 §7.6.1). */
final class HopByHop {
    private static final byte[] UPGRADE = Ascii.bytes("upgrade");
    private static final byte[] KEEP_ALIVE = Ascii.bytes("keep-alive");
    private static final byte[] CLOSE = Ascii.bytes("close");
    private static final byte[] TE = Ascii.bytes("te");

    private HopByHop() {}

    /**
     * Drops the fields that Connection names.
     *
     * @throws Malformed when it names one that decides framing, routing or identity: an old trick to make the next in line see
     *     another request than the one that was judged
     */
    static void dropNominated(Fields head) {
        byte[] b = head.bytes;
        for (int i = head.first(Header.CONNECTION); i >= 0; i = head.next(Header.CONNECTION, i + 1)) {
            int end = head.valueEnd(i);
            for (int p = head.valueStart(i); p < end; ) {
                int start = p;
                while (p < end && b[p] != ',') {
                    p++;
                }
                int stop = p++;
                while (start < stop && Ascii.isSpace(b[start])) {
                    start++;
                }
                while (stop > start && Ascii.isSpace(b[stop - 1])) {
                    stop--;
                }
                if (start < stop) {
                    nominated(head, start, stop);
                }
            }
        }
    }

    private static void nominated(Fields head, int start, int stop) {
        byte[] b = head.bytes;
        if (Ascii.equalsLower(b, start, stop, KEEP_ALIVE)
                || Ascii.equalsLower(b, start, stop, CLOSE)
                || Ascii.equalsLower(b, start, stop, UPGRADE)
                || Ascii.equalsLower(b, start, stop, TE)) {
            return;
        }
        int hash = 0;
        for (int p = start; p < stop; p++) {
            byte folded = Ascii.FOLD[b[p] & 0xff];
            if (folded == 0) {
                throw new Malformed(Flaw.CONNECTION);
            }
            hash = Header.hash(hash, folded);
        }
        switch (Header.recognize(b, start, stop, hash)) {
            case HOST, COOKIE, AUTHORIZATION, CONTENT_LENGTH, TRANSFER_ENCODING, CONNECTION ->
                throw new Malformed(Flaw.CONNECTION);
            default -> head.drop(java.util.Arrays.copyOfRange(b, start, stop));
        }
    }

    /** Drops every field of a head that must not go on: hop-by-hop, forwarded and identity fields. */
    static void strip(Fields head) {
        for (int i = 0; i < head.count(); i++) {
            if (head.header(i).treatment() != Header.Treatment.PASS) {
                head.drop(i);
            }
        }
    }
}
