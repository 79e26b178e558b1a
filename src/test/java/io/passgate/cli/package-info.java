@NullMarked
package io.passgate.cli;

import org.jspecify.annotations.NullMarked;
