package io.passgate.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import java.time.Instant;
import java.util.Optional;

/**
 * Who holds what under a license, as the license backend tells all its sites. Immutable.
 *
 * @param user whose access pass
 * @param type professional, analyzer or user access pass
 * @param state what it is now
 * @param until from when on the seat of a quarantined one is free again; absent for the others
 * @param at when it was made so
 * @param site the site that did
 */
public record Assignment(
        User user, AccessType type, AssignmentState state, Optional<Instant> until, Instant at, SiteId site) {

    /** As {@code change} of {@code site} makes it. */
    public static Assignment of(AssignmentChange change, SiteId site) {
        return new Assignment(change.user(), change.type(), change.state(), change.until(), change.at(), site);
    }

    /** Checks; times are cut to microseconds, which is what the text form holds. */
    public Assignment {
        AssignmentChange checked = new AssignmentChange(1, user, type, state, until, at);
        until = checked.until();
        at = checked.at();
    }

    /** Whether this one stands where both are told of the same user and type: the later, at equal times the greater site id. */
    public boolean winsOver(Assignment other) {
        int order = at.compareTo(other.at);
        return order > 0 || (order == 0 && site.text().compareTo(other.site.text()) > 0);
    }

    static Assignment read(Members members) throws ContractException {
        boolean ends = AssignmentChange.endsWithUntil(members);
        members.exactly(
                ends
                        ? new String[] {"user", "type", "state", "until", "at", "site"}
                        : new String[] {"user", "type", "state", "at", "site"});
        return new Assignment(
                AssignmentChange.user(members),
                AssignmentChange.type(members),
                AssignmentChange.state(members),
                ends ? Optional.of(members.moment("until")) : Optional.empty(),
                members.moment("at"),
                new SiteId(members.text("site", SiteId.FORM, SiteId.EXPECTED)));
    }

    ObjectNode write() {
        return AssignmentChange.write(StrictJson.newObject(), user, type, state, until, at)
                .put("site", site.text());
    }
}
