package io.passgate.config;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What is common to one reading of the settings: the variables, the problems so far and the keys that were asked for.
 * Confined to the reading thread.
 *
 * @param variables the {@code PASSGATE_} variables
 * @param problems what was found to be wrong
 * @param known every key asked for
 */
record Reading(Variables variables, Problems problems, Set<KnownKey> known) {

    Reading(Variables variables) {
        this(variables, new Problems(), new LinkedHashSet<>());
    }

    void know(String path, String type, String standard) {
        known.add(new KnownKey(path.replaceAll("\\[\\d+]", "[]"), type, standard));
    }
}
