package io.passgate.license;

/**
 * The access passes of one type: what the terms grant and what is given out. The pool of user access passes is the site's
 * tokens, login access groups included (domain.md §1.1). Immutable.
 *
 * @param type the access type, one that is given to users
 * @param total how many the terms allow; 0 when they do not name the type
 * @param allocated how many are given out, quarantined and excess ones included; above {@code total} after a decrease of the
 *     terms
 */
public record Pool(AccessType type, int total, int allocated) {

    /** How many can still be given out. */
    public int available() {
        return Math.max(0, total - allocated);
    }
}
