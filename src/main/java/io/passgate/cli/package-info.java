/** How a person starts Passgate: the commands, their options and exit codes. May import anything. */
@NullMarked
package io.passgate.cli;

import org.jspecify.annotations.NullMarked;
