package io.passgate.admission;

import io.passgate.license.AccessType;
import io.passgate.session.Ending;
import io.passgate.session.Session;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An open session as the request path sees it: one object per session and node, shared by all its connections. Holds what
 * changes with every request, so that an admitted request touches memory only. Safe for use by many threads.
 */
public final class AdmittedSession {

    private static final int MAX_ADDRESSES = 16;

    private final Session opened;
    private final long idleMillis;
    private Set<String> addresses;
    private final Set<LiveExchange> exchanges = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Ending> ended = new AtomicReference<>();
    private final AtomicBoolean cookieReturned;
    private volatile AccessType accessType;
    private volatile long paidUntilMillis;
    private volatile long lastSeenMillis;
    private volatile Proof proof = new Proof("", 0, 0);

    /**
     * @param opened as it stands in the ledger
     * @param accessType the access pass it was opened with
     * @param cookieReturned whether the browser has sent the gate cookie back already
     */
    public AdmittedSession(Session opened, AccessType accessType, boolean cookieReturned) {
        this.opened = opened;
        this.accessType = accessType;
        this.paidUntilMillis = millis(opened.paidUntil());
        this.addresses = Set.of(opened.address());
        this.idleMillis = opened.idle().toMillis();
        this.cookieReturned = new AtomicBoolean(cookieReturned);
        this.lastSeenMillis = opened.lastSeen().toEpochMilli();
    }

    /** The session as it stood in the ledger when it was read; {@link #lastSeenMillis()} is newer. */
    public Session session() {
        return opened;
    }

    /** The access pass it goes on. */
    public AccessType accessType() {
        return accessType;
    }

    /** Whether activity at {@code nowMillis} must be paid for anew first. */
    public boolean due(long nowMillis) {
        return nowMillis >= paidUntilMillis;
    }

    /** It is paid for until then, on that access type; empty: for as long as it is open. */
    public void paid(AccessType type, Optional<Instant> until) {
        accessType = type;
        paidUntilMillis = millis(until);
    }

    private static long millis(Optional<Instant> until) {
        return until.map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
    }

    /** Whether a request may go on with it at {@code nowMillis}, once it is paid for: it has not ended and is not idle. */
    public boolean admits(long nowMillis) {
        return nowMillis - lastSeenMillis < idleMillis && ended.get() == null;
    }

    /** Whether a request comes from the device and browser that it was opened on (design.md §4). */
    public boolean isOn(String userAgent) {
        return opened.userAgent().equals(userAgent);
    }

    /**
     * It is used from this address: how many that makes, if it is the first time. Nothing is said of more than
     * {@value #MAX_ADDRESSES}, of addresses known before a restart, and of that of the opening.
     */
    synchronized OptionalInt usedFrom(String address) {
        if (addresses.size() >= MAX_ADDRESSES || addresses.contains(address)) {
            return OptionalInt.empty();
        }
        Set<String> more = new HashSet<>(addresses);
        more.add(address);
        addresses = Set.copyOf(more);
        return OptionalInt.of(addresses.size());
    }

    /** There was activity (design.md §3). */
    public void active(long nowMillis) {
        if (nowMillis > lastSeenMillis) {
            lastSeenMillis = nowMillis;
        }
    }

    /** Milliseconds since the epoch of the last activity on this node. */
    public long lastSeenMillis() {
        return lastSeenMillis;
    }

    /** How it ended, once it has. */
    public Optional<Ending> ended() {
        return Optional.ofNullable(ended.get());
    }

    /** The gate cookie has come back. True the first time: the opening can no longer be joined (design.md §4). */
    public boolean cookieCameBack() {
        return !cookieReturned.get() && cookieReturned.compareAndSet(false, true);
    }

    /** Whose credentials were last proved to be this session's user. */
    public Proof proof() {
        return proof;
    }

    /** The credentials were just proved to be this session's user. */
    public void proved(Proof newProof) {
        proof = newProof;
    }

    /** Registers something running; ends it at once when the session has ended already. */
    public void started(LiveExchange exchange) {
        exchanges.add(exchange);
        ended().ifPresent(how -> finish(exchange, how));
    }

    /** The running thing is over. */
    public void finished(LiveExchange exchange) {
        exchanges.remove(exchange);
    }

    /** Ends it here: nothing is admitted any more, and all that runs is told. Only the first call has an effect. */
    public void end(Ending how) {
        if (ended.compareAndSet(null, how)) {
            exchanges.forEach(exchange -> finish(exchange, how));
        }
    }

    private void finish(LiveExchange exchange, Ending how) {
        if (exchanges.remove(exchange)) {
            exchange.sessionEnded(how);
        }
    }

    /**
     * What a source of identity last confirmed.
     *
     * @param fingerprint of the request's credentials and identity headers
     * @param epoch of the credentials when the source was asked
     * @param atMillis when, milliseconds since the epoch
     */
    public record Proof(String fingerprint, long epoch, long atMillis) {

        /** Whether it still speaks for these credentials, {@code forMillis} at the most after it was given. */
        boolean stands(String presented, long presentEpoch, long nowMillis, long forMillis) {
            return fingerprint.equals(presented) && epoch == presentEpoch && nowMillis - atMillis < forMillis;
        }
    }
}
