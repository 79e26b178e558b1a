package io.passgate.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong while the settings are read. Confined to the reading thread. */
final class Problems {

    private final List<Problem> found = new ArrayList<>();
    private int added;

    /** Adds a problem; the same one told twice is listed once. */
    void add(Place place, String key, String message) {
        added++;
        Problem problem = new Problem(place, key, message);
        if (!found.contains(problem)) {
            found.add(problem);
        }
    }

    /** How often a problem was told so far. */
    int count() {
        return added;
    }

    /** Everything found: file by file as first met, each from top to bottom; variables, which have no lines, by name. */
    List<Problem> inOrder() {
        List<String> sources = found.stream()
                .map(problem -> problem.place().source())
                .distinct()
                .toList();
        return found.stream()
                .sorted(Comparator.<Problem>comparingInt(
                                problem -> problem.place().line() == 0 ? 1 : 0)
                        .thenComparing(problem ->
                                problem.place().line() == 0 ? problem.place().source() : "")
                        .thenComparingInt(
                                problem -> sources.indexOf(problem.place().source()))
                        .thenComparingInt(problem -> problem.place().line())
                        .thenComparingInt(problem -> problem.place().column()))
                .toList();
    }
}
