package io.passgate.license;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody may have meant who wrote a name that is not known. Holds no state. */
final class Spelling {

    private static final int MAX_EDITS = 2;

    private Spelling() {}

    /** The known name nearest to {@code written}: at most two edits away, and at most one for each three characters. */
    static Optional<String> meant(String written, Collection<String> known) {
        int most = Math.min(MAX_EDITS, written.length() / 3);
        return known.stream()
                .filter(name -> Math.abs(name.length() - written.length()) <= most)
                .filter(name -> edits(written, name) <= most)
                .min(Comparator.comparingInt((String name) -> edits(written, name))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** How many characters must be put in, left out or replaced to make one of the other (Levenshtein). */
    static int edits(String one, String other) {
        int[] above = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[other.length() + 1];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = above[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[other.length()];
    }
}
