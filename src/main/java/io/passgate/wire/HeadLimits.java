package io.passgate.wire;

/**
 * How large a head may be.
 *
 * @param requestLineBytes longest request line; longer is 414
 * @param headBytes longest head, start line included; longer is 431, from the hub 502
 * @param fields most header fields; more is 431, from the hub 502
 */
public record HeadLimits(int requestLineBytes, int headBytes, int fields) {
    /** Safe for browsers with large cookies: 16 KiB, 64 KiB, 128. */
    public static final HeadLimits DEFAULT = new HeadLimits(16 << 10, 64 << 10, 128);

    public HeadLimits {
        if (requestLineBytes < 64 || headBytes < requestLineBytes || headBytes > 1 << 20) {
            throw new IllegalArgumentException("head limits: expected 64 <= request line (%d) <= head (%d) <= 1 MiB"
                    .formatted(requestLineBytes, headBytes));
        }
        if (fields < 8 || fields > 1000) {
            throw new IllegalArgumentException("head limits: expected 8 to 1000 fields, not " + fields);
        }
    }
}
