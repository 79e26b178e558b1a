package io.passgate.front;

import io.passgate.wire.HeadLimits;
import java.time.Duration;
import java.util.List;

/**
 * What a client may take. Times are watched by a scan a few times a second, so they are kept within about a quarter second.
 *
 * @param head size of a request head
 * @param connections most client connections at a time; more are closed at once
 * @param headTimeout from the first byte of a head, or from connecting, to its end; later is 408
 * @param idle how long a connection is kept between requests
 * @param uploadIdle longest pause in a request body
 * @param answerIdle longest pause in an answer, whoever of hub and client causes it
 * @param socketIdle longest silence of a WebSocket
 * @param decision how long the gatekeeper may take
 * @param discard most bytes of a request body read and thrown away to keep the connection after an early answer
 */
public record FrontLimits(
        HeadLimits head,
        int connections,
        Duration headTimeout,
        Duration idle,
        Duration uploadIdle,
        Duration answerIdle,
        Duration socketIdle,
        Duration decision,
        long discard) {
    /** Safe values for a public listener. */
    public static final FrontLimits DEFAULT = new FrontLimits(
            HeadLimits.DEFAULT,
            16_384,
            Duration.ofSeconds(10),
            Duration.ofSeconds(75),
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            Duration.ofHours(2),
            Duration.ofSeconds(60),
            256 << 10);

    public FrontLimits {
        for (Duration time : List.of(headTimeout, idle, uploadIdle, answerIdle, socketIdle, decision)) {
            if (time.toMillis() < 1 || time.compareTo(Duration.ofDays(365)) > 0) {
                throw new IllegalArgumentException("limits: expected times from 1 ms to 365 days, not " + time);
            }
        }
        if (connections < 1 || discard < 0) {
            throw new IllegalArgumentException("limits: expected connections of at least 1 and discard of at least 0");
        }
    }
}
