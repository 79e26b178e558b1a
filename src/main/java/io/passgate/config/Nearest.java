package io.passgate.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses what a person meant by a name that does not exist. */
final class Nearest {

    private Nearest() {}

    /** The one of {@code names} that {@code written} looks most like, if it looks like any. */
    static Optional<String> to(String written, Collection<String> names) {
        String bare = bare(written);
        int allowed = Math.max(1, bare.length() / 3);
        return bare.length() > 100
                ? Optional.empty()
                : names.stream()
                        .filter(name -> distance(bare, bare(name)) <= allowed)
                        .min(Comparator.<String>comparingInt(name -> distance(bare, bare(name)))
                                .thenComparing(Comparator.naturalOrder()));
    }

    private static String bare(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    }

    /** Levenshtein's distance: how many letters differ, are missing or too many; two swapped letters count as one. */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : step(d, a, b, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int step(int[][] d, String a, String b, int i, int j) {
        int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + same);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
    }
}
