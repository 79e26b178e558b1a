package io.passgate.decision;

/** What happens to an opening at the maximum of parallel sessions. */
public enum AtLimit {
    /** It is refused, as Qlik does (domain.md §2). */
    REFUSE,
    /** The session that has been idle the longest ends and hands its slot over. */
    END_LONGEST_IDLE
}
