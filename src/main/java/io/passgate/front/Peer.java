package io.passgate.front;

import io.netty.channel.Channel;
import io.passgate.wire.RequestHead;
import io.passgate.wire.Sender;
import io.passgate.wire.TrustedProxies;
import java.net.InetSocketAddress;

/**
 * Who is at the other end of a client's TCP connection. Immutable.
 *
 * @param trusted whether its forwarded headers are believed
 */
record Peer(Sender sender, boolean trusted) {
    static Peer of(Channel channel, boolean secure, TrustedProxies trusted) {
        String address = channel.remoteAddress() instanceof InetSocketAddress inet
                ? inet.getAddress().getHostAddress()
                : "unknown";
        int zone = address.indexOf('%');
        Sender sender = Sender.of(zone < 0 ? address : address.substring(0, zone), secure);
        return new Peer(sender, trusted.contains(sender.address()));
    }

    /** Who sent a request: the peer, or whom a trusted one names. */
    Sender senderOf(RequestHead head, TrustedProxies proxies) {
        return trusted ? Sender.behind(sender.address(), sender.secure(), head, proxies) : sender;
    }
}
