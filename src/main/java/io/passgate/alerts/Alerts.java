package io.passgate.alerts;

import io.micrometer.core.instrument.MeterRegistry;
import io.passgate.admission.LicenseSource.License;
import io.passgate.admission.StandingChange;
import io.passgate.license.Occupancy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * Raises alerts and hands them to the webhooks of the settings. Whoever owns it tells it of each change of the standing and calls
 * {@link #look} every minute or more often; neither waits for a receiver. Started once, closed once; safe for use by many threads.
 */
public final class Alerts implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AlertBook book;
    private final Denials denials = new Denials();
    private final List<Webhook> webhooks;
    private final InstantSource clock;
    private final Supplier<String> ids;
    private final Alert.Origin from;

    /**
     * What it needs of the gate around it.
     *
     * @param site what pages call the hub
     * @param node the name of this machine
     * @param clock the clock of this machine
     * @param ids names for alerts, never the same twice
     * @param chance jitter, from 0 to 1
     * @param registry where deliveries are counted
     */
    public record Surroundings(
            String site,
            String node,
            InstantSource clock,
            Supplier<String> ids,
            DoubleSupplier chance,
            MeterRegistry registry) {}

    /** Raises nothing yet. */
    public Alerts(AlertSettings settings, Surroundings around) {
        this(settings, around, BackOff.DEFAULT, PATIENCE);
    }

    /** @param patience how long a receiver may take to answer */
    Alerts(AlertSettings settings, Surroundings around, BackOff backOff, Duration patience) {
        this.book = new AlertBook(settings.repeat());
        this.clock = around.clock();
        this.ids = around.ids();
        this.from = new Alert.Origin(around.site(), around.node());
        Webhook.Surroundings shared = new Webhook.Surroundings(
                backOff, patience, clock, around.chance(), new DeliveryCounts(around.registry()));
        this.webhooks = settings.webhooks().stream()
                .map(webhook -> new Webhook(webhook, shared))
                .toList();
    }

    /** Begins to deliver. */
    public void start() {
        webhooks.forEach(Webhook::start);
    }

    /** The license stands differently. Never blocks. */
    public void standingChanged(StandingChange change) {
        book.changed(change.after(), change.at()).ifPresent(this::raise);
    }

    /**
     * Looks at everything else. Never blocks; by one thread at a time.
     *
     * @param refusals how many were ever refused by this gate
     */
    public void look(License license, Occupancy occupancy, long refusals) {
        var now = clock.instant();
        book.look(new Situation(now, license, occupancy, denials.look(refusals, now)))
                .forEach(this::raise);
    }

    private void raise(AlertBook.Due due) {
        Alert alert = new Alert(ids.get(), clock.instant(), due.condition(), due.repeated(), from);
        webhooks.forEach(webhook -> webhook.offer(alert));
    }

    @Override
    public void close() {
        webhooks.forEach(Webhook::close);
    }
}
