package io.passgate.alerts;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts what becomes of alerts; the names stand in {@code operations.md}. Safe for use by many threads. */
final class DeliveryCounts {

    private final Counter delivered;
    private final Counter failed;
    private final Counter dropped;

    DeliveryCounts(MeterRegistry registry) {
        delivered = counter(registry, "delivered");
        failed = counter(registry, "failed");
        dropped = counter(registry, "dropped");
    }

    private static Counter counter(MeterRegistry registry, String outcome) {
        return Counter.builder("passgate.alerts")
                .description("Alerts that a webhook took, attempts that failed, and alerts that were never taken")
                .tag("outcome", outcome)
                .register(registry);
    }

    void delivered() {
        delivered.increment();
    }

    void failed() {
        failed.increment();
    }

    void dropped() {
        dropped.increment();
    }
}
