package io.passgate.admission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.passgate.identity.User;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Refused people who wait, one held request each, for a change of their passes or slots (design.md §8). Bounded: beyond the
 * bound nobody is held, and the page asks again by itself. Safe for use by many threads.
 */
public final class Waiting {

    /** For how long a change is remembered for a page that was made before it and has not asked yet. */
    private static final Duration REMEMBERED = Duration.ofMinutes(2);

    private final Semaphore places;
    private volatile boolean stopped;
    private final InstantSource clock;
    private final ConcurrentHashMap<User, Set<Place>> byUser = new ConcurrentHashMap<>();
    private volatile Instant lastChangeForAll = Instant.MIN;
    private final Cache<User, Instant> lastChange = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(REMEMBERED)
            .build();

    /** Holds at most {@code places} at a time. */
    public Waiting(int places, InstantSource clock) {
        this.places = new Semaphore(places);
        this.clock = clock;
    }

    /**
     * Takes a place to wait for a change of {@code user}'s passes or slots; empty when every place is taken or the gate stops.
     *
     * @param since when the page was made: a change between then and now counts, and wakes at once
     * @param changed run once, on the thread of the change; must not block. Not run after {@link Place#leave()}.
     */
    public Optional<Place> join(User user, Instant since, Runnable changed) {
        if (stopped || !places.tryAcquire()) {
            return Optional.empty();
        }
        Place place = new Place(user, changed);
        byUser.compute(user, (u, waiting) -> {
            Set<Place> all = waiting == null ? ConcurrentHashMap.newKeySet() : waiting;
            all.add(place);
            return all;
        });
        Instant change = lastChange.getIfPresent(user);
        if ((change != null && !change.isBefore(since)) || !lastChangeForAll.isBefore(since)) {
            place.changed();
        }
        return Optional.of(place);
    }

    /** Something of {@code user} has changed. */
    public void wake(User user) {
        lastChange.put(user, clock.instant());
        Set<Place> waiting = byUser.get(user);
        if (waiting != null) {
            Set.copyOf(waiting).forEach(Place::changed);
        }
    }

    /** The gate stops: nobody waits here any more, and whoever does is woken to be told so. */
    public void stop() {
        stopped = true;
        wakeAll();
    }

    /** Whether the gate stops. */
    public boolean isStopped() {
        return stopped;
    }

    /** Everybody may have something to gain: the license or the policy has changed. */
    public void wakeAll() {
        lastChangeForAll = clock.instant();
        Set.copyOf(byUser.keySet()).forEach(this::wake);
    }

    /** One who waits. */
    public final class Place {
        private final User user;
        private final Runnable changed;
        private final AtomicBoolean left = new AtomicBoolean();

        private Place(User user, Runnable changed) {
            this.user = user;
            this.changed = changed;
        }

        /** Waits no longer; gives the place back. Any thread, any number of times. */
        public void leave() {
            giveBack();
        }

        private void changed() {
            if (giveBack()) {
                changed.run();
            }
        }

        private boolean giveBack() {
            if (!left.compareAndSet(false, true)) {
                return false;
            }
            places.release();
            byUser.computeIfPresent(user, (u, all) -> {
                all.remove(this);
                return all.isEmpty() ? null : all;
            });
            return true;
        }
    }
}
