package io.passgate.alerts;

import io.passgate.alerts.AlertSettings.WebhookSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands alerts to one receiver, one after the other and in order, on a thread of its own: who raises one never waits. An alert is
 * tried until it is taken, or a day old. When too many wait, the oldest is dropped, for the newest says how things are. Safe for
 * use by many threads.
 */
final class Webhook implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Webhook.class);
    private static final Duration LAST_ATTEMPT = Duration.ofSeconds(3);

    /** How many alerts may wait. */
    static final int WAITING = 100;

    private final WebhookSettings settings;
    private final Surroundings around;
    private final Post post;
    /** An empty one ends the thread. */
    private final LinkedBlockingDeque<Optional<Alert>> queue = new LinkedBlockingDeque<>();

    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    /**
     * What all webhooks share.
     *
     * @param chance jitter, from 0 to 1
     * @param counts is told what becomes of alerts
     */
    record Surroundings(
            BackOff backOff, Duration patience, InstantSource clock, DoubleSupplier chance, DeliveryCounts counts) {}

    Webhook(WebhookSettings settings, Surroundings around) {
        this.settings = settings;
        this.around = around;
        this.post = new Post(settings, around.patience(), around.clock());
        this.thread = new Thread(this::run, "alerts-" + settings.host());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Queues an alert if this receiver wants its kind. Never blocks. */
    void offer(Alert alert) {
        if (!settings.events().contains(alert.condition().event())) {
            return;
        }
        synchronized (queue) {
            if (closing.getCount() == 0) {
                around.counts().dropped();
                return;
            }
            if (queue.size() >= WAITING) {
                queue.pollFirst();
                around.counts().dropped();
                LOG.error("more than {} alerts wait for {}; the oldest was dropped", WAITING, settings.host());
            }
            queue.addLast(Optional.of(alert));
        }
    }

    private void run() {
        try {
            for (Optional<Alert> next = queue.take(); next.isPresent(); next = queue.take()) {
                deliver(next.get());
            }
        } catch (InterruptedException e) {
            LOG.debug("the gate ends before all alerts were taken", e);
            Thread.currentThread().interrupt();
        }
    }

    private void deliver(Alert alert) throws InterruptedException {
        Optional<String> trouble = post.attempt(alert);
        for (int failures = 1; trouble.isPresent(); failures++) {
            around.counts().failed();
            Duration wait = around.backOff().after(failures, around.chance().getAsDouble());
            if (failures == 1) {
                LOG.warn(
                        "{} did not take the alert '{}', which is tried again: {}",
                        settings.host(),
                        alert.condition().event().word(),
                        trouble.get());
            }
            if (isTooOld(alert, wait) || closing.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                around.counts().dropped();
                LOG.error(
                        "{} never took the alert '{}': {}",
                        settings.host(),
                        alert.condition().event().word(),
                        trouble.get());
                return;
            }
            trouble = post.attempt(alert);
        }
        around.counts().delivered();
    }

    private boolean isTooOld(Alert alert, Duration wait) {
        return around.clock()
                .instant()
                .plus(wait)
                .isAfter(alert.at().plus(around.backOff().giveUp()));
    }

    /** What waits is tried once more, for a moment. */
    @Override
    public void close() {
        synchronized (queue) {
            closing.countDown();
            queue.addLast(Optional.empty());
        }
        try {
            thread.join(LAST_ATTEMPT.toMillis());
            thread.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
