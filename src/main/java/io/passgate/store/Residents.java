package io.passgate.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.passgate.admission.AdmittedSession;
import io.passgate.admission.SessionKey;
import io.passgate.session.Ending;
import io.passgate.session.SessionId;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sessions in memory. A bounded cache finds them by the key of their cookie; beside it, every session of which anything still
 * runs is known by its name, so that there is never more than one object for it: an evicted entry costs a look-up, not a
 * session, and an ending reaches all that runs. Safe for use by many threads.
 */
final class Residents {

    private final Cache<SessionKey, Cached> byKey;
    private final ConcurrentHashMap<SessionId, Resident> byId = new ConcurrentHashMap<>();
    private final ReferenceQueue<AdmittedSession> collected = new ReferenceQueue<>();
    private final Runnable evicted;
    private final Set<AdmittedSession> unwritten = ConcurrentHashMap.newKeySet();

    /**
     * @param most how many sessions are found without a look-up
     * @param evicted told when one that leaves the cache has activity to be written
     */
    Residents(int most, Runnable evicted) {
        this.evicted = evicted;
        this.byKey = Caffeine.newBuilder()
                .maximumSize(most)
                .executor(Runnable::run)
                .evictionListener(this::left)
                .build();
    }

    private void left(@Nullable SessionKey key, @Nullable Cached cached, RemovalCause cause) {
        if (cached != null && cached.answer().filter(this::keepUntilWritten).isPresent()) {
            evicted.run();
        }
    }

    /** The session of that key, if the cache has it. */
    Optional<AdmittedSession> admitted(SessionKey key) {
        Cached cached = byKey.getIfPresent(key);
        return cached == null ? Optional.empty() : cached.answer();
    }

    /** The one object for that session, made from its row when there is none. The cache does not know of it yet. */
    AdmittedSession object(StoredSession stored) {
        forgetCollected();
        AdmittedSession made = stored.admitted();
        while (true) {
            Resident there = byId.computeIfAbsent(stored.id(), id -> new Resident(id, made, collected));
            AdmittedSession session = there.get();
            if (session != null) {
                return session;
            }
            byId.remove(stored.id(), there);
        }
    }

    /** From now on the cache finds it. */
    void cache(SessionKey key, AdmittedSession session) {
        byKey.put(key, new Cached(Optional.of(session)));
        if (session.ended().isPresent()) {
            byKey.invalidate(key);
        }
    }

    /** The session of that name, if anything of it is in memory. */
    Optional<AdmittedSession> find(SessionId id) {
        return Optional.ofNullable(byId.get(id)).map(WeakReference::get);
    }

    /** The row with the last activity that memory knows of. */
    StoredSession newest(StoredSession stored) {
        return find(stored.id()).map(s -> stored.seen(s.lastSeenMillis())).orElse(stored);
    }

    /** The session is gone from the ledger; what runs of it ends. */
    void ended(StoredSession stored, Ending ending) {
        find(stored.id()).ifPresent(session -> {
            session.end(ending);
            unwritten.remove(session);
        });
        byId.remove(stored.id());
        byKey.invalidate(stored.key());
    }

    /** Activity not written yet. */
    Stream<Seen> unwritten() {
        forgetCollected();
        return byId.values().stream().flatMap(resident -> {
            AdmittedSession session = resident.get();
            return session != null && resident.isUnwritten(session)
                    ? Stream.of(new Seen(resident, session, session.lastSeenMillis()))
                    : Stream.empty();
        });
    }

    /** That activity is written. */
    void written(Seen seen) {
        seen.resident.writtenMillis = seen.millis;
        if (!seen.resident.isUnwritten(seen.session)) {
            unwritten.remove(seen.session);
        }
    }

    /** How many evicted sessions are kept because their activity is not written yet. */
    int kept() {
        return unwritten.size();
    }

    /**
     * What the cache hands out, made once, so that asking allocates nothing.
     *
     * @param answer the session
     */
    private record Cached(Optional<AdmittedSession> answer) {}

    /**
     * Activity to be written.
     *
     * @param resident whose
     * @param session kept in memory until it is written
     * @param millis the last activity, since the epoch
     */
    record Seen(Resident resident, AdmittedSession session, long millis) {}

    /** Known by name for as long as anything refers to it. Safe for use by many threads. */
    static final class Resident extends WeakReference<AdmittedSession> {
        private final SessionId id;
        private volatile long writtenMillis;

        Resident(SessionId id, AdmittedSession session, ReferenceQueue<AdmittedSession> collected) {
            super(session, collected);
            this.id = id;
            this.writtenMillis = session.lastSeenMillis();
        }

        SessionId id() {
            return id;
        }

        boolean isUnwritten(AdmittedSession session) {
            return session.lastSeenMillis() > writtenMillis && session.ended().isEmpty();
        }
    }

    private boolean keepUntilWritten(AdmittedSession session) {
        Resident resident = byId.get(session.session().id());
        return resident != null && resident.isUnwritten(session) && unwritten.add(session);
    }

    private void forgetCollected() {
        for (Object gone = collected.poll(); gone != null; gone = collected.poll()) {
            if (gone instanceof Resident resident) {
                byId.remove(resident.id, resident);
            }
        }
    }
}
