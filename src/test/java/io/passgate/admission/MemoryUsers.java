package io.passgate.admission;

import io.passgate.identity.Attributes;
import io.passgate.identity.User;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The users that a {@link MemoryLedger} has heard of. Guarded by its ledger's lock. */
final class MemoryUsers {

    private final Map<User, Seen> seen = new HashMap<>();

    /** What is known of one. */
    record Seen(Attributes attributes, boolean active, Instant first, Instant last) {}

    void addAll(MemoryUsers others) {
        seen.putAll(others.seen);
    }

    Set<Map.Entry<User, Seen>> all() {
        return seen.entrySet();
    }

    Seen find(User user, Instant now) {
        return Optional.ofNullable(seen.get(user)).orElse(new Seen(Attributes.NONE, true, now, now));
    }

    Attributes attributes(User user) {
        return Objects.requireNonNull(seen.get(user), "a user who was seen").attributes();
    }

    void heardOf(User user, Instant now) {
        seen.putIfAbsent(user, find(user, now));
    }

    void saw(User user, Attributes attributes, Instant now) {
        Seen old = find(user, now);
        Attributes latest = attributes.equals(Attributes.NONE) ? old.attributes() : attributes;
        seen.put(user, new Seen(latest, old.active(), old.first(), now));
    }

    void setActive(User user, boolean active) {
        seen.computeIfPresent(user, (u, old) -> new Seen(old.attributes(), active, old.first(), old.last()));
    }
}
