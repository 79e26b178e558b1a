package io.passgate.telemetry;

import java.nio.file.Path;

/**
 * Where the record goes and how much of it there is. Immutable.
 *
 * @param directory the directory of the audit and decision files, made when missing
 * @param accessLines whether every request gets a line, not only openings, refusals and ends
 */
public record AuditSettings(Path directory, boolean accessLines) {}
