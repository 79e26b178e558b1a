package io.passgate.admin;

import java.util.List;

/** Whether the gate lives and is ready for traffic. Safe for use by many threads. */
public interface Health {

    /** What keeps the gate from being ready, in plain words; empty when it is. Memory only. */
    List<String> unready();
}
