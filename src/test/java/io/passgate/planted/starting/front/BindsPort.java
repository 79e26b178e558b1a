package io.passgate.planted.starting.front;

import io.netty.bootstrap.ServerBootstrap;

/** Breaks: the constructor opens a port. */
final class BindsPort {
    BindsPort(ServerBootstrap bootstrap) {
        var unused = bootstrap.bind(0);
    }
}
