package io.passgate.wire;

import io.netty.util.NetUtil;
import java.util.List;

/** The TCP peers whose forwarded headers are believed. Immutable; nobody by default. */
public final class TrustedProxies {
    /** Nobody is believed. */
    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Block(byte[] address, int bits) {
        boolean holds(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit += 8) {
                int mask = bits - bit >= 8 ? 0xff : (0xff << (8 - (bits - bit))) & 0xff;
                if (((address[bit / 8] ^ other[bit / 8]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    private final List<Block> blocks;

    private TrustedProxies(List<Block> blocks) {
        this.blocks = List.copyOf(blocks);
    }

    /**
     * From addresses and CIDR blocks, as {@code 10.0.0.0/8} or {@code ::1}.
     *
     * @throws IllegalArgumentException naming the first entry that is neither
     */
    public static TrustedProxies of(List<String> entries) {
        return new TrustedProxies(entries.stream().map(TrustedProxies::block).toList());
    }

    private static Block block(String entry) {
        int slash = entry.indexOf('/');
        byte[] address = NetUtil.createByteArrayFromIpAddressString(slash < 0 ? entry : entry.substring(0, slash));
        if (address != null) {
            try {
                int bits = slash < 0 ? address.length * 8 : Integer.parseInt(entry.substring(slash + 1));
                if (bits >= 0 && bits <= address.length * 8) {
                    return new Block(address, bits);
                }
            } catch (NumberFormatException notANumber) {
                throw new IllegalArgumentException(complaint(entry), notANumber);
            }
        }
        throw new IllegalArgumentException(complaint(entry));
    }

    private static String complaint(String entry) {
        return "expected an IP address or a block such as 10.0.0.0/8, not " + entry;
    }

    /** Whether the address, in textual form, is one of them; {@code false} for what is no address. */
    public boolean contains(String address) {
        if (blocks.isEmpty()) {
            return false;
        }
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        return bytes != null && blocks.stream().anyMatch(block -> block.holds(bytes));
    }
}
