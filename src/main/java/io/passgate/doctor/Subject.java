package io.passgate.doctor;

import io.passgate.doctor.Finding.Area;
import io.passgate.doctor.Finding.Level;

/**
 * Something that is looked at, and what is found there. Immutable.
 *
 * @param name as a person calls it: {@code hub https://hub.example.com}
 */
record Subject(String name) {

    Finding ok(String check, String seen) {
        return new Finding(Level.OK, Area.UNREACHABLE, name, check, seen, "", "");
    }

    Finding skipped(String check, String because) {
        return new Finding(Level.SKIPPED, Area.UNREACHABLE, name, check, "", because, "");
    }

    Finding warning(String check, String seen, String wrong, String toDo) {
        return new Finding(Level.WARNING, Area.UNREACHABLE, name, check, seen, wrong, toDo);
    }

    Finding fault(Area area, String check, String seen, String wrong, String toDo) {
        return new Finding(Level.FAULT, area, name, check, seen, wrong, toDo);
    }
}
