/**
 * The license backend's client, the refresh loop and the license standing. Start at
 * {@link io.passgate.backend.LicenseSettings}. Imports {@code admission}, {@code license}, {@code contract},
 * {@code tls} and {@code rest}; only {@code config}, {@code doctor}, {@code app} and {@code cli} import it.
 */
@NullMarked
package io.passgate.backend;

import org.jspecify.annotations.NullMarked;
