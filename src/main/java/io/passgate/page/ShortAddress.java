package io.passgate.page;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * An IP address, shortened so that a person recognizes where it was and nobody else learns which machine: an IPv4 address
 * without its last part, an IPv6 address down to its /48. Immutable.
 *
 * @param words {@code 192.168.1.x}, {@code 2001:db8:1::/48}, {@code an unknown address}
 */
record ShortAddress(String words) {

    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F.]*(:[0-9a-fA-F.]*){2,}");

    static ShortAddress of(String address) {
        // Only what has the form of an address gets here, so nothing is ever looked up by name.
        if (!IPV4.matcher(address).matches() && !IPV6.matcher(address).matches()) {
            return new ShortAddress("an unknown address");
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return new ShortAddress(bytes.length == 4 ? ipv4(bytes) : ipv6(bytes));
        } catch (UnknownHostException e) {
            return new ShortAddress("an unknown address");
        }
    }

    private static String ipv4(byte[] b) {
        return (b[0] & 0xff) + "." + (b[1] & 0xff) + "." + (b[2] & 0xff) + ".x";
    }

    private static String ipv6(byte[] b) {
        return group(b, 0) + ":" + group(b, 2) + ":" + group(b, 4) + "::/48";
    }

    private static String group(byte[] b, int at) {
        return Integer.toHexString((b[at] & 0xff) * 256 + (b[at + 1] & 0xff));
    }
}
