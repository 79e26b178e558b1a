package io.passgate.property;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Draws the parts of one case; the same seed draws the same case. Confined to one thread. */
public final class Chance {

    private final SplittableRandom random;

    /** Draws by {@code seed}. */
    public Chance(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** From {@code low} to {@code high}, both included. */
    public int between(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    /** True in one of {@code n} draws. */
    public boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    /** One of them. */
    @SafeVarargs
    public final <T> T oneOf(T... all) {
        return all[random.nextInt(all.length)];
    }

    /** One of them. */
    public <T> T oneOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** Up to {@code longest}, in milliseconds; now and then zero or the longest. */
    public Duration upTo(Duration longest) {
        return switch (random.nextInt(8)) {
            case 0 -> Duration.ZERO;
            case 1 -> longest;
            default -> Duration.ofMillis(random.nextLong(longest.toMillis() + 1));
        };
    }

    /** So many of them. */
    public <T> List<T> list(int size, Supplier<T> each) {
        return Stream.generate(each).limit(size).toList();
    }

    /** The same in another order. */
    public <T> List<T> shuffled(List<T> all) {
        List<T> mixed = new ArrayList<>(all);
        for (int i = mixed.size() - 1; i > 0; i--) {
            mixed.set(i, mixed.set(random.nextInt(i + 1), mixed.get(i)));
        }
        return mixed;
    }

    /** A text of up to {@code longest} code points of many scripts, controls and marks included. */
    public String text(int longest) {
        StringBuilder out = new StringBuilder();
        int length = random.nextInt(longest + 1);
        for (int i = 0; i < length; i++) {
            out.appendCodePoint(codePoint());
        }
        return out.toString();
    }

    private int codePoint() {
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> random.nextInt(0x20, 0x7F);
            case 3 -> random.nextInt(0xA0, 0x250);
            case 4 -> random.nextInt(0x300, 0x370);
            case 5 -> random.nextInt(0x370, 0x530);
            case 6 -> random.nextInt(0x1E00, 0x2100);
            default -> random.nextInt(0x20000);
        };
    }
}
