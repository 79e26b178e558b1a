package io.passgate.demo;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The figures of a trading house that does not exist, as a pure function of time: everybody sees the same, without a
 * database. Immutable.
 */
final class DemoFigures {
    private static final int HISTORY_SECONDS = 90;
    private static final List<String> REGIONS = List.of("North", "East", "South", "West", "Overseas");
    private static final List<String> CITIES = List.of("Hamburg", "Porto", "Gdansk", "Trieste", "Rotterdam", "Malmo");
    private static final List<String> DEEDS =
            List.of("order received", "order shipped", "invoice paid", "delivery arrived");

    /** The index that the live feed shows. */
    double index(long second) {
        double slow = 9 * Math.sin(second / 41.0);
        double quick = 3 * Math.sin(second / 7.0);
        return round(120 + slow + quick + 4 * noise(second, 1), 2);
    }

    /** What one tick of the feed carries. */
    Map<String, Object> tick(Instant now) {
        long second = now.getEpochSecond();
        return Map.of("second", second, "value", index(second), "kpis", kpis(second));
    }

    /** The whole dashboard: key figures, regions and the index of the last minute and a half. */
    Map<String, Object> dashboard(Instant now) {
        long second = now.getEpochSecond();
        List<Double> history = LongStream.rangeClosed(second - HISTORY_SECONDS + 1, second)
                .mapToObj(this::index)
                .toList();
        return Map.of("second", second, "kpis", kpis(second), "regions", regions(second), "history", history);
    }

    /** One line of the news stream. */
    String news(Instant at) {
        long second = at.getEpochSecond();
        return pick(CITIES, second, 2) + ": " + pick(DEEDS, second, 3) + ", no. " + (40_000 + second % 9_973);
    }

    private static Map<String, Double> kpis(long second) {
        long inDay = second % 86_400;
        return Map.of(
                "revenue", round(61_000 + inDay * 11.7 + 90 * noise(second, 4), 0),
                "orders", round(140 + inDay * 0.021, 0),
                "margin", round(31.4 + 1.1 * Math.sin(second / 97.0) + 0.3 * noise(second, 5), 1),
                "onTime", round(96.2 + 0.9 * Math.sin(second / 61.0) + 0.2 * noise(second, 6), 1));
    }

    private static List<Map<String, Object>> regions(long second) {
        double[] weights = IntStream.range(0, REGIONS.size())
                .mapToDouble(place -> 32 - place * 6.1 + 2 * Math.sin(second / 53.0 + place))
                .toArray();
        double whole = Arrays.stream(weights).sum();
        return IntStream.range(0, REGIONS.size())
                .mapToObj(place -> Map.<String, Object>of(
                        "name", REGIONS.get(place), "share", round(100 * weights[place] / whole, 1)))
                .toList();
    }

    private static String pick(List<String> of, long second, int salt) {
        return of.get((int) Math.min(of.size() - 1, (noise(second, salt) + 1) / 2 * of.size()));
    }

    /** Between -1 and 1, the same for the same second (a step of SplitMix64). */
    private static double noise(long second, int salt) {
        long mixed = second * 0x9E3779B97F4A7C15L + salt * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return ((mixed ^ (mixed >>> 31)) >> 11) / (double) (1L << 52);
    }

    private static double round(double value, int digits) {
        double factor = Math.pow(10, digits);
        return Math.round(value * factor) / factor;
    }
}
