package io.passgate.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The sessions and holds of one user. Immutable: each step returns the next state.
 *
 * @param sessions open sessions, longest open first
 * @param holds slots still taken
 */
public record UserSessions(List<Session> sessions, List<Hold> holds) {

    /** A user who has none. */
    public static final UserSessions NONE = new UserSessions(List.of(), List.of());

    /** Copies, and puts the sessions in order of opening. */
    public UserSessions {
        sessions = sessions.stream()
                .sorted(Comparator.comparing(Session::opened).thenComparing(s -> s.id().value()))
                .toList();
        holds = List.copyOf(holds);
    }

    /** What is left at {@code now}: idle sessions and past holds are gone. Only ever frees. */
    public UserSessions at(Instant now) {
        return new UserSessions(
                sessions.stream().filter(s -> now.isBefore(s.idleUntil())).toList(),
                holds.stream().filter(h -> now.isBefore(h.until())).toList());
    }

    /** How many slots are taken: sessions and holds. */
    public int taken() {
        return sessions.size() + holds.size();
    }

    /** The session of that name. */
    public Optional<Session> find(SessionId id) {
        return sessions.stream().filter(s -> s.id().equals(id)).findFirst();
    }

    /** With one more session. */
    public UserSessions opened(Session session) {
        List<Session> more = new ArrayList<>(sessions);
        more.add(session);
        return new UserSessions(more, holds);
    }

    /**
     * Without that session and without what is over at {@code now}; its slot becomes what the ending says. Ending one that is
     * not there any more frees nothing, so a slot is freed once.
     *
     * @param limit parallel sessions allowed: at or above it, an ending that holds keeps the slot
     * @param hold how long
     */
    public UserSessions ended(SessionId id, Ending ending, int limit, Duration hold, Instant now) {
        UserSessions there = at(now);
        if (there.find(id).isEmpty()) {
            return there;
        }
        List<Session> left =
                there.sessions.stream().filter(s -> !s.id().equals(id)).toList();
        boolean keeps = ending.slot() == Ending.Slot.HELD_AT_MAXIMUM && there.taken() >= limit && !hold.isZero();
        List<Hold> held = keeps
                ? Stream.concat(there.holds.stream(), Stream.of(new Hold(now.plus(hold))))
                        .toList()
                : there.holds;
        return new UserSessions(left, held);
    }

    /** The session that has gone without activity the longest. */
    public Optional<Session> longestIdle() {
        return sessions.stream().min(Comparator.comparing(Session::lastSeen));
    }

    /**
     * The moment at which a slot is free again without anybody doing anything: enough holds past and sessions idle that
     * fewer than {@code limit} are taken. Empty when one is free already.
     */
    public Optional<Instant> nextFree(int limit) {
        int tooMany = taken() - limit;
        return tooMany < 0
                ? Optional.empty()
                : Stream.concat(
                                sessions.stream().map(Session::idleUntil),
                                holds.stream().map(Hold::until))
                        .sorted()
                        .skip(tooMany)
                        .findFirst();
    }
}
