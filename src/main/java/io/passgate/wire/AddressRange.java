package io.passgate.wire;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A range of IP addresses in CIDR form, {@code 10.0.0.0/8} or {@code fd00::/8}; a single address is a range of one. An IPv4
 * address that came in IPv6 clothes ({@code ::ffff:10.0.0.1}) is compared as IPv4. Never resolves a name. Immutable.
 *
 * @param network the first address of the range: no bit is set behind the prefix
 * @param bits how many leading bits all addresses of the range share
 */
public record AddressRange(InetAddress network, int bits) {

    /** @throws IllegalArgumentException when the prefix is too long or a bit behind it is set */
    public AddressRange {
        byte[] address = network.getAddress();
        if (bits < 0 || bits > address.length * 8) {
            throw new IllegalArgumentException("the prefix length must be 0 to " + address.length * 8);
        }
        for (int bit = bits; bit < address.length * 8; bit++) {
            if (isSet(address, bit)) {
                throw new IllegalArgumentException("bits behind the prefix length are set");
            }
        }
    }

    /**
     * Reads an address or a range.
     *
     * @throws IllegalArgumentException when it is neither
     */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        byte[] address = NetUtil.createByteArrayFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            throw new IllegalArgumentException("not an IP address");
        }
        try {
            InetAddress network = InetAddress.getByAddress(address);
            return new AddressRange(network, slash < 0 ? network.getAddress().length * 8 : bits(text, slash + 1));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an IP address", e);
        }
    }

    private static int bits(String text, int from) {
        if (from == text.length() || text.length() - from > 3) {
            throw new IllegalArgumentException("no prefix length behind the slash");
        }
        return text.substring(from).chars().reduce(0, (sum, c) -> {
            if (c < '0' || c > '9') {
                throw new IllegalArgumentException("no prefix length behind the slash");
            }
            return sum * 10 + c - '0';
        });
    }

    /** Whether {@code address} lies in the range; an address of the other family never does. */
    public boolean contains(InetAddress address) {
        byte[] mine = network.getAddress();
        byte[] theirs = address.getAddress();
        if (address instanceof Inet6Address && mine.length == 4 && isMapped(theirs)) {
            theirs = new byte[] {theirs[12], theirs[13], theirs[14], theirs[15]};
        }
        if (mine.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            if (isSet(mine, bit) != isSet(theirs, bit)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isMapped(byte[] address) {
        for (int i = 0; i < 10; i++) {
            if (address[i] != 0) {
                return false;
            }
        }
        return address[10] == -1 && address[11] == -1;
    }

    private static boolean isSet(byte[] address, int bit) {
        return (address[bit >> 3] >> (7 - (bit & 7)) & 1) != 0;
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + bits;
    }
}
