package io.passgate.admission;

import io.passgate.identity.User;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Refused people who wait, one held request each, for a change of their passes or slots (design.md §8). Bounded: beyond the
 * bound nobody is held, and the page asks again by itself. Safe for use by many threads.
 */
public final class Waiting {

    private final Semaphore places;
    private final ConcurrentHashMap<User, Set<Place>> byUser = new ConcurrentHashMap<>();

    /** Holds at most {@code places} at a time. */
    public Waiting(int places) {
        this.places = new Semaphore(places);
    }

    /**
     * Waits for a change of {@code user}'s passes or slots; empty when every place is taken. Join first and look then: a change
     * between a look and the joining would be missed. Completing or canceling the future gives the place back. Completes on the
     * thread of the change.
     */
    public Optional<CompletableFuture<Void>> join(User user) {
        if (!places.tryAcquire()) {
            return Optional.empty();
        }
        CompletableFuture<Void> change = new CompletableFuture<>();
        Place place = new Place(change);
        byUser.compute(user, (u, waiting) -> {
            Set<Place> all = waiting == null ? ConcurrentHashMap.newKeySet() : waiting;
            all.add(place);
            return all;
        });
        var unused = change.whenComplete((done, canceled) -> leave(user, place));
        return Optional.of(change);
    }

    private void leave(User user, Place place) {
        places.release();
        byUser.computeIfPresent(user, (u, all) -> {
            all.remove(place);
            return all.isEmpty() ? null : all;
        });
    }

    /** Something of {@code user} has changed. */
    public void wake(User user) {
        Set<Place> waiting = byUser.get(user);
        if (waiting != null) {
            Set.copyOf(waiting).forEach(place -> place.change.complete(null));
        }
    }

    /** Everybody may have something to gain: the license or the policy has changed, or the gate stops. */
    public void wakeAll() {
        Set.copyOf(byUser.keySet()).forEach(this::wake);
    }

    /** One held request; equal to itself only. */
    private static final class Place {
        private final CompletableFuture<Void> change;

        Place(CompletableFuture<Void> change) {
            this.change = change;
        }
    }
}
