package io.passgate.config;

import io.passgate.config.Node.Look;
import io.passgate.wire.TrustedProxies;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The kinds of values that any part of the settings may hold. */
final class Kinds {

    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.]{2,45})]|([A-Za-z0-9][A-Za-z0-9._-]{0,252})):(\\d{1,5})");

    /** One line of text. */
    static final Kind<String> TEXT = Kind.text("text", "text of 1 to 200 characters on one line", text -> {
        boolean fits = !text.isBlank() && text.length() <= 200;
        return checked(text, fits && text.codePoints().noneMatch(Character::isISOControl));
    });

    /** Yes or no. */
    static final Kind<Boolean> FLAG =
            new Kind<>("true or false", "true or false", Set.of(Look.BOOLEAN), Kinds::flag, String::valueOf);

    /** A time span longer than none. */
    static final Kind<Duration> DURATION = Kind.text(
                    "duration", "a duration such as 250ms, 10s, 5m or 12h", Kinds::duration)
            .shown(Kinds::written);

    /** A file that is there and can be read. */
    static final Kind<Path> FILE = Kind.text("file", "a readable file", Kinds::readable);

    /** A place in the file system that need not exist yet. */
    static final Kind<Path> PATH = Kind.text("path", "a path", text -> Path.of(checked(text, !text.isBlank())));

    /** Where to listen: an address of this host, or a name of it, which is looked up. */
    static final Kind<InetSocketAddress> ADDRESS = Kind.text(
                    "address", "an address such as 0.0.0.0:8443 or [::1]:8443", Kinds::address)
            .shown(address -> address.getHostString() + ":" + address.getPort());

    private Kinds() {}

    /** A whole number from {@code least} to {@code most}. */
    static Kind<Integer> number(int least, int most) {
        return new Kind<>(
                "number " + least + " to " + most,
                "a whole number from " + least + " to " + most,
                Set.of(Look.NUMBER),
                text -> {
                    int value = text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
                    checked(text, value >= least && value <= most);
                    return value;
                },
                String::valueOf);
    }

    /** One of some words. */
    static <T> Kind<T> choice(List<T> values, Function<T, String> word) {
        String words = values.stream().map(word).collect(Collectors.joining(", "));
        return new Kind<>(
                words.replace(", ", " \\| "),
                "one of " + words,
                Set.of(Look.TEXT, Look.NUMBER, Look.BOOLEAN),
                text -> values.stream()
                        .filter(value -> word.apply(value).equals(text))
                        .findFirst()
                        .orElseThrow(IllegalArgumentException::new),
                word);
    }

    /** Text of a kind that a predicate knows. */
    static Kind<String> such(String name, String expected, Predicate<String> fits) {
        return Kind.text(name, expected, text -> checked(text, fits.test(text)));
    }

    private static String checked(String text, boolean fits) {
        if (!fits) {
            throw new IllegalArgumentException();
        }
        return text;
    }

    private static boolean flag(String text) {
        checked(text, text.equals("true") || text.equals("false"));
        return text.equals("true");
    }

    private static Duration duration(String text) {
        Matcher amount = AMOUNT.matcher(text);
        checked(text, amount.matches());
        Duration span =
                UNITS.getOrDefault(amount.group(2), Duration.ZERO).multipliedBy(Long.parseLong(amount.group(1)));
        checked(text, !span.isZero());
        if (span.compareTo(LONGEST) > 0) {
            throw new Kind.Unfit("longer than a year");
        }
        return span;
    }

    private static String written(Duration span) {
        for (String unit : List.of("d", "h", "m", "s")) {
            long millis = UNITS.getOrDefault(unit, Duration.ZERO).toMillis();
            if (span.toMillis() % millis == 0) {
                return span.toMillis() / millis + unit;
            }
        }
        return span.toMillis() + "ms";
    }

    private static Path readable(String text) {
        Path file = Path.of(checked(text, !text.isBlank()));
        if (!Files.exists(file)) {
            throw new Kind.Unfit(SettingsText.why(new NoSuchFileException(text), file));
        }
        if (!Files.isRegularFile(file)) {
            throw new Kind.Unfit("it is no file");
        }
        if (!Files.isReadable(file)) {
            throw new Kind.Unfit("it may not be read");
        }
        return file;
    }

    private static InetSocketAddress address(String text) {
        Matcher parts = HOST_AND_PORT.matcher(text);
        checked(text, parts.matches());
        String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
        int port = Integer.parseInt(parts.group(3));
        checked(text, port <= 65_535 && (parts.group(1) == null || isAddress(host)));
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new Kind.Unfit("no host of this name is known here");
        }
        return address;
    }

    private static boolean isAddress(String text) {
        try {
            return TrustedProxies.of(List.of(text)).contains(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
