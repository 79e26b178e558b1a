package io.passgate.planted.imports.admission;

/** Stands for a port. */
public interface Port {
    /** Whatever. */
    int count();
}
