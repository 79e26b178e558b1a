package io.passgate.property;

/**
 * Runs a check on many generated cases. Each case has a seed of its own; a case that fails says which, and
 * {@code -Dpassgate.seed=SEED} repeats that one alone.
 */
public final class Property {

    /** The system property that repeats one case. */
    public static final String SEED = "passgate.seed";

    private Property() {}

    /** A check of one case. */
    public interface Check {
        /** Fails by throwing. */
        void on(Chance chance);
    }

    /** Runs {@code check} on {@code cases} cases, or on the one that the system property names. */
    public static void forAll(int cases, Check check) {
        String one = System.getProperty(SEED, "");
        if (!one.isEmpty()) {
            run(Long.parseLong(one), check);
            return;
        }
        long first = System.nanoTime();
        System.out.println("property: " + cases + " cases from seed " + first);
        for (int i = 0; i < cases; i++) {
            run(first + i, check);
        }
    }

    private static void run(long seed, Check check) {
        try {
            check.on(new Chance(seed));
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("repeat this case with -D" + SEED + "=" + seed + ": " + e.getMessage(), e);
        }
    }
}
