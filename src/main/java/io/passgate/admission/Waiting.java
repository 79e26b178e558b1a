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
    private final ConcurrentHashMap<User, Set<CompletableFuture<Void>>> byUser = new ConcurrentHashMap<>();

    /** Holds at most {@code places} at a time. */
    public Waiting(int places) {
        this.places = new Semaphore(places);
    }

    /**
     * Waits for a change of {@code user}'s passes or slots; empty when every place is taken. Completing or canceling the
     * future gives the place back. Completes on the thread of the change.
     */
    public Optional<CompletableFuture<Void>> join(User user) {
        if (!places.tryAcquire()) {
            return Optional.empty();
        }
        CompletableFuture<Void> change = new CompletableFuture<>();
        byUser.compute(user, (u, waiting) -> {
            Set<CompletableFuture<Void>> all = waiting == null ? ConcurrentHashMap.newKeySet() : waiting;
            all.add(change);
            return all;
        });
        change.whenComplete((v, e) -> {
            places.release();
            byUser.computeIfPresent(user, (u, all) -> {
                all.remove(change);
                return all.isEmpty() ? null : all;
            });
        });
        return Optional.of(change);
    }

    /** Something of {@code user} has changed. */
    public void wake(User user) {
        Set<CompletableFuture<Void>> waiting = byUser.get(user);
        if (waiting != null) {
            Set.copyOf(waiting).forEach(change -> change.complete(null));
        }
    }

    /** Everybody may have something to gain: the license or the policy has changed, or the gate stops. */
    public void wakeAll() {
        Set.copyOf(byUser.keySet()).forEach(this::wake);
    }
}
