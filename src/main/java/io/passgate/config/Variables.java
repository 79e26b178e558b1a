package io.passgate.config;

import io.passgate.config.Node.Look;
import io.passgate.config.Node.Scalar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The environment's {@code PASSGATE_} variables. The variable of a key is its path in upper case with {@code _} for
 * everything that is no letter or digit: {@code PASSGATE_VIRTUALPROXIES_0_HUB_URLS_0}. With {@code _FILE} behind it, its
 * value names a file whose content is meant. What Kubernetes sets by itself for a service named passgate is left alone.
 * Remembers which variables a key asked for. Confined to the reading thread.
 */
final class Variables {

    private static final String PREFIX = "PASSGATE_";
    private static final String FILE = "_FILE";
    private static final int MAX_BYTES = 1 << 16;
    private static final Pattern OF_KUBERNETES = Pattern.compile(
            "PASSGATE_(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT(_\\d+_(TCP|UDP|SCTP)(_(ADDR|PORT|PROTO))?)?)");

    private final Map<String, String> all = new TreeMap<>();
    private final Set<String> asked = new HashSet<>();

    Variables(Map<String, String> environment) {
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !OF_KUBERNETES.matcher(name).matches()) {
                all.put(name, value);
            }
        });
    }

    /** The variable's name for a key path. */
    static String name(String path) {
        return PREFIX + path.replace("]", "").replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    /** What the variable of {@code path} says instead of the file, if it is set; trouble with it is a problem. */
    Optional<Read<Scalar>> instead(String path, Problems problems) {
        String name = name(path);
        asked.add(name);
        asked.add(name + FILE);
        String value = all.get(name);
        String file = all.get(name + FILE);
        if (value != null && file != null) {
            problems.add(Place.variable(name), path, "set twice: there is " + name + FILE + " too");
        }
        if (value != null) {
            Place place = Place.variable(name);
            return Optional.of(Read.of(new Scalar(place, value, Look.VARIABLE), place));
        }
        return file == null ? Optional.empty() : Optional.of(content(name + FILE, file, path, problems));
    }

    private static Read<Scalar> content(String variable, String file, String path, Problems problems) {
        Place place = Place.variable(variable);
        try {
            Path named = Path.of(file);
            if (Files.size(named) > MAX_BYTES) {
                problems.add(place, path, "expected a file of at most 64 KiB, found " + named);
                return Read.failed(place);
            }
            String content = Files.readString(named, StandardCharsets.UTF_8).replaceFirst("\r?\n\\z", "");
            return Read.of(new Scalar(place, content, Look.SECRET), place);
        } catch (InvalidPathException e) {
            problems.add(place, path, "expected a readable file, found a name that no file can have");
        } catch (IOException e) {
            problems.add(
                    place,
                    path,
                    "expected a readable file, found \"" + file + "\": " + SettingsText.why(e, Path.of(file)));
        }
        return Read.failed(place);
    }

    /** Whether a variable is set for {@code path} or for anything below it. */
    boolean touch(String path) {
        String name = name(path);
        return all.keySet().stream().anyMatch(set -> set.equals(name) || set.startsWith(name + "_"));
    }

    /** Takes the variables of {@code path} and below for known: what they belong to could not be read. */
    void ignoreBelow(String path) {
        String name = name(path);
        all.keySet().stream()
                .filter(set -> set.equals(name) || set.startsWith(name + "_"))
                .forEach(asked::add);
    }

    /** Tells the variables that no key asked for. */
    void refuseUnknown(Problems problems) {
        Collection<String> known =
                asked.stream().filter(name -> !name.endsWith(FILE)).toList();
        for (String name : all.keySet()) {
            if (!asked.contains(name)) {
                String guess = Nearest.to(name, known)
                        .map(near -> "; did you mean " + near + "?")
                        .orElse("; elements of a list are counted from 0 without a gap");
                problems.add(Place.variable(name), "", "there is no key for this variable" + guess);
            }
        }
    }
}
