package io.passgate.authn;

import java.util.Arrays;

/**
 * The exact bytes of everything in one head that says who is asking, as {@link CredentialReader#print} wrote them: what a
 * connection compares to know that this request comes from whoever sent the last one. Holds secrets. Reused from request to
 * request; confined to the event loop of its connection.
 */
public final class CredentialBytes {

    private static final int FIRST_CAPACITY = 256;

    /** Where a walk puts what it finds. */
    final CredentialWalk.Found found = this::add;

    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int length;

    /** Holds nothing; grows to what is put in. */
    public CredentialBytes() {}

    /** Whether both hold the same bytes, so that what was found out about one holds for the other. */
    public boolean sameAs(CredentialBytes other) {
        return length == other.length && Arrays.equals(bytes, 0, length, other.bytes, 0, length);
    }

    /** Holds from now on what {@code other} holds. */
    public void copyOf(CredentialBytes other) {
        length = 0;
        append(other.bytes, 0, other.length);
    }

    /** Whether the head held nothing that says who is asking. */
    public boolean isEmpty() {
        return length == 0;
    }

    /** Forgets, and leaves nothing of it in memory. */
    public void clear() {
        Arrays.fill(bytes, 0, length, (byte) 0);
        length = 0;
    }

    /** Appends one value: which it is, its bytes, and an end that no value can hold (RFC 9110 §5.5: no NUL). */
    private void add(int which, byte[] source, int start, int end) {
        append((byte) which);
        append(source, start, end);
        append((byte) 0);
    }

    private void append(byte b) {
        reserve(1);
        bytes[length++] = b;
    }

    private void append(byte[] source, int start, int end) {
        reserve(end - start);
        System.arraycopy(source, start, bytes, length, end - start);
        length += end - start;
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            byte[] larger = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
            Arrays.fill(bytes, (byte) 0);
            bytes = larger;
        }
    }
}
