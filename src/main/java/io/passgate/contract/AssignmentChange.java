package io.passgate.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a site has done with an access pass of a user. Immutable.
 *
 * @param number the site's own: the first is 1, and there is no gap
 * @param user whose
 * @param type professional, analyzer or user access pass
 * @param state what it is now
 * @param until from when on the seat of a quarantined one is free again; absent for the others
 * @param at when, by the site's clock, to the microsecond
 */
public record AssignmentChange(
        long number, User user, AccessType type, AssignmentState state, Optional<Instant> until, Instant at) {
    private static final Pattern TEXT = Pattern.compile(".{1,600}", Pattern.DOTALL);

    /** Checks; times are cut to microseconds, which is what the text form holds. */
    public AssignmentChange {
        if (!type.allocated()) {
            throw new IllegalArgumentException("nobody is given " + type.words());
        }
        if (state == AssignmentState.QUARANTINED == until.isEmpty()) {
            throw new IllegalArgumentException("a quarantined assignment has an end, another has none");
        }
        until = until.map(AssignmentChange::cut);
        at = cut(at);
    }

    static Instant cut(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS);
    }

    static AssignmentChange read(Members members) throws ContractException {
        boolean ends = endsWithUntil(members);
        members.exactly(
                ends
                        ? new String[] {"number", "user", "type", "state", "until", "at"}
                        : new String[] {"number", "user", "type", "state", "at"});
        return new AssignmentChange(
                members.integer("number", 1, Definition.MOST_SEQ),
                user(members),
                type(members),
                state(members),
                ends ? Optional.of(members.moment("until")) : Optional.empty(),
                members.moment("at"));
    }

    static boolean endsWithUntil(Members members) {
        return members.says("state", AssignmentState.QUARANTINED.word());
    }

    static User user(Members members) throws ContractException {
        String expected = "a user as DIRECTORY\\id";
        try {
            return User.parse(members.text("user", TEXT, expected));
        } catch (IllegalArgumentException e) {
            throw ContractException.malformed(members.path("user"), "expected " + expected);
        }
    }

    static AccessType type(Members members) throws ContractException {
        String expected = "professional, analyzer or user-access-pass";
        return AccessType.of(members.text("type", TEXT, expected))
                .filter(AccessType::allocated)
                .orElseThrow(() -> ContractException.malformed(members.path("type"), "expected " + expected));
    }

    static AssignmentState state(Members members) throws ContractException {
        String expected = "allocated, quarantined or withdrawn";
        return AssignmentState.of(members.text("state", TEXT, expected))
                .orElseThrow(() -> ContractException.malformed(members.path("state"), "expected " + expected));
    }

    ObjectNode write() {
        ObjectNode node = StrictJson.newObject().put("number", number);
        return write(node, user, type, state, until, at);
    }

    static ObjectNode write(
            ObjectNode node, User user, AccessType type, AssignmentState state, Optional<Instant> until, Instant at) {
        node.put("user", user.written()).put("type", type.key()).put("state", state.word());
        until.ifPresent(end -> node.put("until", end.toString()));
        return node.put("at", at.toString());
    }
}
