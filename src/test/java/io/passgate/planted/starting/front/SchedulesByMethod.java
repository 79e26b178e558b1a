package io.passgate.planted.starting.front;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Breaks: the constructor calls a method that schedules. */
final class SchedulesByMethod {
    private final ScheduledExecutorService timer;

    SchedulesByMethod(ScheduledExecutorService timer) {
        this.timer = timer;
        begin();
    }

    private void begin() {
        var unused = timer.scheduleAtFixedRate(() -> {}, 1, 1, TimeUnit.SECONDS);
    }
}
