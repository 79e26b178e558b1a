package io.passgate.config;

/** How far a part of the gate goes; less than enforcing is possible as far as the license lets (design.md §5). */
public enum Mode {
    /** Refusals refuse. */
    ENFORCE,
    /** Refusals are recorded, nobody is refused. */
    SHADOW,
    /** Nothing is decided. */
    OFF
}
