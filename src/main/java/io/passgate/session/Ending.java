package io.passgate.session;

/** How a session ends, and so what becomes of its slot (design.md §3, domain.md §2 "5-minute rule"). */
public enum Ending {
    /** The user signed out. */
    LOG_OUT(Slot.HELD_AT_MAXIMUM),
    /** Another user signed in with the same gate cookie. */
    USER_SWITCH(Slot.HELD_AT_MAXIMUM),
    /** An administrator ended it. */
    ADMINISTRATOR(Slot.HELD_AT_MAXIMUM),
    /** No activity for the idle time. */
    IDLE(Slot.FREED),
    /** The allocation it was opened with was withdrawn. */
    WITHDRAWN(Slot.FREED),
    /** What it was paid with is used up: no login access pass, no minute is left. */
    USED_UP(Slot.FREED),
    /** The license does not let anybody in any more. */
    LICENSE(Slot.FREED),
    /** Its virtual proxy was removed from the configuration. */
    REMOVED(Slot.FREED),
    /** The user ended it from the too-many-sessions page of another browser. */
    OWN_OTHER(Slot.HANDED_OVER),
    /** The longest idle session made room ({@code atLimit: endLongestIdle}). */
    DISPLACED(Slot.HANDED_OVER);

    /** What becomes of the slot. */
    public enum Slot {
        /** Held for the hold time when the user was at the maximum, else free at once. */
        HELD_AT_MAXIMUM,
        /** Free at once. */
        FREED,
        /** Passed to the session opened in the same transaction. */
        HANDED_OVER
    }

    private final Slot slot;

    Ending(Slot slot) {
        this.slot = slot;
    }

    /** What becomes of the slot. */
    public Slot slot() {
        return slot;
    }
}
