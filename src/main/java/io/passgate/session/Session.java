package io.passgate.session;

import io.passgate.identity.User;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One user on one device and browser through one virtual proxy (domain.md §2). Immutable.
 *
 * @param id its name in the ledger
 * @param user whose it is
 * @param virtualProxy prefix of the virtual proxy it was opened through
 * @param opened when
 * @param lastSeen the last activity known
 * @param idle how long it may go without activity
 * @param address the client's textual IP address at opening
 * @param userAgent the User-Agent at opening
 * @param paidUntil of a session that is paid for by the hour or minute: how far it is paid; activity after that renews it
 */
public record Session(
        SessionId id,
        User user,
        String virtualProxy,
        Instant opened,
        Instant lastSeen,
        Duration idle,
        String address,
        String userAgent,
        Optional<Instant> paidUntil) {

    /** The moment at which it ends unless there is activity before. */
    public Instant idleUntil() {
        return lastSeen.plus(idle);
    }

    /** The same session, last seen at {@code at} unless it has been seen later already. */
    public Session seen(Instant at) {
        return at.isAfter(lastSeen)
                ? new Session(id, user, virtualProxy, opened, at, idle, address, userAgent, paidUntil)
                : this;
    }

    /** The same session, paid for until then; empty: for as long as it is open. */
    public Session paid(Optional<Instant> until) {
        return new Session(id, user, virtualProxy, opened, lastSeen, idle, address, userAgent, until);
    }

    /** Whether activity at {@code now} must be paid for anew. */
    public boolean due(Instant now) {
        return paidUntil.map(until -> !now.isBefore(until)).orElse(false);
    }
}
