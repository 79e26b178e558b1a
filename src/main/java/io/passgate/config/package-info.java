/**
 * The settings: one strict YAML file, its presets and the {@code PASSGATE_} variables become one immutable
 * {@link io.passgate.config.Settings}, or a list of all problems at once (design.md §9). Start at
 * {@link io.passgate.config.SettingsReader}; below it one class per part of the file reads its keys through
 * {@link io.passgate.config.Section}. Imports the settings records of the edges; only
 * {@code doctor}, {@code app} and {@code cli} import it.
 */
@NullMarked
package io.passgate.config;

import org.jspecify.annotations.NullMarked;
