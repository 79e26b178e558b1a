package io.passgate.admission;

import io.passgate.decision.Policy;
import io.passgate.session.Ending;
import io.passgate.session.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Ends the sessions when the license, if it is enforced, stops letting anybody in, spread over a minute (design.md §5), and wakes whoever waits when
 * it lets people in again. Whoever owns it calls {@link #look} every second. Safe for use by many threads.
 */
public final class LicenseWatch {

    /** Over how long the sessions end. */
    static final Duration SPREAD = Duration.ofMinutes(1);

    private final Records records;
    private final LicenseSource license;
    private final Supplier<Policy> policy;
    private final EndSession endSession;
    private final Waiting waiting;
    private final InstantSource clock;
    private final AtomicReference<@Nullable Instant> shutSince = new AtomicReference<>();

    /**
     * Works on these.
     *
     * @param policy the configured policy in force, not yet cut down to the license
     */
    public LicenseWatch(
            Records records,
            LicenseSource license,
            Supplier<Policy> policy,
            EndSession endSession,
            Waiting waiting,
            InstantSource clock) {
        this.records = records;
        this.license = license;
        this.policy = policy;
        this.endSession = endSession;
        this.waiting = waiting;
        this.clock = clock;
    }

    /**
     * Looks at the license, and ends the sessions whose turn has come. Blocks; never on an event loop.
     *
     * @return the sessions ended by this look
     */
    public List<SessionRecord> look() {
        Moment moment = Moment.of(clock, license, policy);
        Instant now = moment.now();
        if (moment.letsIn()) {
            if (shutSince.getAndSet(null) != null) {
                waiting.wakeAll();
            }
            return List.of();
        }
        shutSince.compareAndSet(null, now);
        Instant since = Optional.ofNullable(shutSince.get()).orElse(now);
        List<CompletionStage<Optional<SessionRecord>>> ending = records.sessions().stream()
                .map(record -> record.session().id())
                .filter(id -> !now.isBefore(since.plus(turn(id))))
                .map(id -> endSession.end(id, Ending.LICENSE))
                .toList();
        return ending.stream().flatMap(one -> Blocking.await(one).stream()).toList();
    }

    /**
     * How long after the license stopped the turn of that session comes: anywhere within the minute, always the same. Names that
     * are alike have hashes that are alike, so those are spread by Knuth's multiplicative hashing.
     */
    private static Duration turn(SessionId id) {
        long spread = Integer.toUnsignedLong(id.value().hashCode() * 0x9E3779B1);
        return Duration.ofMillis((spread * SPREAD.toMillis()) >>> Integer.SIZE);
    }
}
