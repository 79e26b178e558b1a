package io.passgate.backend;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the site's license comes from and who may sign it (design.md §5). Immutable.
 *
 * @param form the license itself
 * @param signers PEM file of the public keys that may sign; none: those built in
 */
public record LicenseSettings(LicenseForm form, Optional<Path> signers) {}
