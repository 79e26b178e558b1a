package io.passgate.config;

import io.passgate.front.FrontLimits;
import io.passgate.wire.HeadLimits;

/** Reads {@code limits}. */
final class LimitsReader {

    private LimitsReader() {}

    static Read<Limits> of(Section s) {
        FrontLimits standard = Limits.DEFAULT.front();
        var requestLine = s.orElse(
                "requestLineBytes", Kinds.number(64, 1 << 20), standard.head().requestLineBytes());
        var head =
                s.orElse("headBytes", Kinds.number(64, 1 << 20), standard.head().headBytes());
        var fields =
                s.orElse("headFields", Kinds.number(8, 1000), standard.head().fields());
        var connections = s.orElse("connections", Kinds.number(1, 10_000_000), standard.connections());
        var headTimeout = s.orElse("headTimeout", Kinds.DURATION, standard.headTimeout());
        var idle = s.orElse("idle", Kinds.DURATION, standard.idle());
        var uploadIdle = s.orElse("uploadIdle", Kinds.DURATION, standard.uploadIdle());
        var answerIdle = s.orElse("answerIdle", Kinds.DURATION, standard.answerIdle());
        var socketIdle = s.orElse("socketIdle", Kinds.DURATION, standard.socketIdle());
        var decision = s.orElse("decision", Kinds.DURATION, standard.decision());
        var discard = s.orElse("discardBytes", Kinds.number(0, 1 << 30), (int) standard.discard());
        var anonymous = s.orElse("anonymousOpenings", Kinds.number(1, 1_000_000), Limits.DEFAULT.anonymousOpenings());
        return s.make(() -> new Limits(
                new FrontLimits(
                        new HeadLimits(requestLine.get(), head.get(), fields.get()),
                        connections.get(),
                        headTimeout.get(),
                        idle.get(),
                        uploadIdle.get(),
                        answerIdle.get(),
                        socketIdle.get(),
                        decision.get(),
                        discard.get()),
                anonymous.get()));
    }
}
