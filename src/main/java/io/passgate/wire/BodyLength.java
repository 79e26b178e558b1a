package io.passgate.wire;

/** How long a body is by its header fields (RFC 9112 §6.3), read strictly: what could be read in two ways is refused. */
final class BodyLength {
    static final long NONE_GIVEN = -2;
    private static final byte[] CHUNKED = Ascii.bytes("chunked");
    private static final int MAX_DIGITS = 18;

    private BodyLength() {}

    /**
     * {@link RequestHead#CHUNKED}, a number of bytes, or {@link #NONE_GIVEN}.
     *
     * @throws Malformed for both fields at once, either twice, a length that is not plain digits, a coding other than chunked
     */
    static long of(Fields head, boolean http10) {
        int length = head.first(Header.CONTENT_LENGTH);
        int encoding = head.first(Header.TRANSFER_ENCODING);
        if (length >= 0 && encoding >= 0) {
            throw new Malformed(Flaw.LENGTH_AND_ENCODING);
        }
        if (encoding >= 0) {
            boolean chunked =
                    Ascii.equalsLower(head.bytes, head.valueStart(encoding), head.valueEnd(encoding), CHUNKED);
            if (http10 || !chunked || head.next(Header.TRANSFER_ENCODING, encoding + 1) >= 0) {
                throw new Malformed(Flaw.TRANSFER_ENCODING);
            }
            return RequestHead.CHUNKED;
        }
        return length < 0 ? NONE_GIVEN : number(head, length);
    }

    private static long number(Fields head, int field) {
        int start = head.valueStart(field);
        int end = head.valueEnd(field);
        if (start == end || end - start > MAX_DIGITS || head.next(Header.CONTENT_LENGTH, field + 1) >= 0) {
            throw new Malformed(Flaw.CONTENT_LENGTH);
        }
        long number = 0;
        for (int p = start; p < end; p++) {
            int digit = head.bytes[p] - '0';
            if (digit < 0 || digit > 9) {
                throw new Malformed(Flaw.CONTENT_LENGTH);
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
