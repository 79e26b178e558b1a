package io.passgate.front;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/** The ways to end a client's channel. */
final class Farewell {
    private Farewell() {}

    /**
     * Says that nothing more comes and leaves it to the client to close, so that a reset caused by unread bytes does not take the
     * last answer with it (RFC 9112 §9.6).
     */
    static void closeOutput(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls != null) {
            ChannelFuture unused = tls.closeOutbound();
        }
        ChannelFuture unused = channel instanceof DuplexChannel duplex ? duplex.shutdownOutput() : channel.close();
    }

    /** Cuts the connection so that the client notices: a reset, without TLS's polite end. */
    static void reset(Channel channel) {
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            close(channel);
        }
    }

    /** Closes the socket at once; what the system has taken to send, it sends. */
    static void close(Channel channel) {
        ChannelHandlerContext first = channel.pipeline().firstContext();
        if (first != null) {
            ChannelFuture unused = first.close();
        }
    }
}
