@NullMarked
package io.passgate.doctor;

import org.jspecify.annotations.NullMarked;
