package io.passgate.config;

import io.passgate.config.Node.Field;
import io.passgate.config.Node.Fields;
import io.passgate.config.Node.Items;
import io.passgate.config.Node.Look;
import io.passgate.config.Node.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One mapping of the settings, asked key by key. Each question says what the value must be and what holds without it; a
 * variable goes before the file; what does not fit becomes a problem and the reading goes on. A key without a value counts
 * as not written. Keys that nobody asked for are told when the section has been read. Confined to the reading thread.
 */
final class Section {

    private final Reading reading;
    private final String path;
    private final Place place;
    private final Set<String> asked = new LinkedHashSet<>();
    private final int problemsBefore;
    private Fields fields;

    private Section(Reading reading, String path, Fields fields) {
        this.reading = reading;
        this.path = path;
        this.place = fields.place();
        this.fields = fields;
        this.problemsBefore = reading.problems().count();
    }

    /** Reads a whole file; what could not be parsed reads as empty. */
    static <T> Read<T> root(Reading reading, Fields fields, Function<Section, Read<T>> read) {
        return new Section(reading, "", fields).run(read);
    }

    private <T> Read<T> run(Function<Section, Read<T>> read) {
        Read<T> result = read.apply(this);
        fields.all().forEach((key, field) -> {
            if (!asked.contains(key)) {
                problem(field.keyPlace(), key, "unknown key; " + guess(key));
            }
        });
        return result;
    }

    private String guess(String key) {
        return Nearest.to(key, asked)
                .map(near -> "did you mean " + near + "?")
                .orElseGet(() -> "expected " + String.join(", ", asked));
    }

    /** Puts the keys of a preset under this section's own. */
    void fillFrom(Fields preset) {
        fields = fields.over(preset);
    }

    /** Gives up on this section, a problem having been told: nothing in it counts as unknown. */
    <T> Read<T> abandon() {
        asked.addAll(fields.all().keySet());
        reading.variables().ignoreBelow(path);
        return Read.failed(place);
    }

    /** Where this section begins. */
    Place place() {
        return place;
    }

    /** Tells a problem with a key of this section, or with the section itself when the key is empty. */
    void problem(Place where, String key, String message) {
        reading.problems().add(where, path(key), message);
    }

    /** Whether the key is written, or set by a variable. */
    boolean has(String key) {
        return node(key).isPresent() || reading.variables().touch(path(key));
    }

    /** Tells a problem unless exactly one of {@code keys} is there. */
    void exactlyOne(String... keys) {
        List<String> there = Stream.of(keys).filter(this::has).toList();
        if (there.size() != 1) {
            String found = there.isEmpty() ? "none" : String.join(" and ", there);
            reading.problems()
                    .add(place, path, "expected exactly one of " + String.join(", ", keys) + ", found " + found);
        }
    }

    /** A value that must be there. */
    <T> Read<T> required(String key, Kind<T> kind) {
        reading.know(path(key), kind.name(), KnownKey.REQUIRED);
        return scalar(key, kind).orElseGet(() -> missing(key, kind.expected()));
    }

    /** A value with a default. */
    <T> Read<T> orElse(String key, Kind<T> kind, T standard) {
        reading.know(path(key), kind.name(), kind.show().apply(standard));
        return scalar(key, kind).orElse(Read.of(standard, place));
    }

    /** A value that means something only when it is there. */
    <T> Read<Optional<T>> optional(String key, Kind<T> kind) {
        reading.know(path(key), kind.name(), KnownKey.NONE);
        return scalar(key, kind)
                .map(read -> read.then(value -> Read.of(Optional.of(value), read.place())))
                .orElse(Read.of(Optional.empty(), place));
    }

    /** A list of values with a default. */
    <T> Read<List<T>> list(String key, Kind<T> kind, List<T> standard) {
        String shown = standard.stream().map(kind.show()).collect(Collectors.joining(", ", "[", "]"));
        reading.know(path(key), "list of " + kind.name(), shown);
        return each(key, element -> value(element, kind)).orElse(Read.of(standard, place));
    }

    /** A list of values, at least one. */
    <T> Read<List<T>> requiredList(String key, Kind<T> kind) {
        reading.know(path(key), "list of " + kind.name(), KnownKey.REQUIRED);
        return atLeastOne(key, each(key, element -> value(element, kind)));
    }

    /** Values by names that are free; a variable can change one that is written, but not add one. */
    <T> Read<Map<String, T>> map(String key, Kind<String> name, Kind<T> kind) {
        reading.know(path(key) + ".*", kind.name(), KnownKey.NONE);
        asked.add(key);
        Node node = node(key).orElseGet(() -> new Fields(place, Map.of()));
        return node instanceof Fields free ? free(key, free, name, kind) : noMapping(node, path(key));
    }

    private <T> Read<Map<String, T>> free(String key, Fields free, Kind<String> name, Kind<T> kind) {
        Map<String, T> values = new LinkedHashMap<>();
        free.all().forEach((written, field) -> {
            String at = path(key) + "." + written;
            parse(new Scalar(field.keyPlace(), written, Look.TEXT), at, name);
            value(new Element(at, Optional.of(field.value())), kind).ifKnown(value -> values.put(written, value));
        });
        return Read.of(values, free.place());
    }

    /** A mapping whose keys all have defaults, or tell themselves what is missing. */
    <T> Read<T> nested(String key, Function<Section, Read<T>> read) {
        asked.add(key);
        return section(new Element(path(key), node(key)), read);
    }

    /** A mapping that means something only when it is there. */
    <T> Read<Optional<T>> optionalNested(String key, Function<Section, Read<T>> read) {
        asked.add(key);
        return has(key)
                ? section(new Element(path(key), node(key)), read).then(value -> Read.of(Optional.of(value), place))
                : Read.of(Optional.empty(), place);
    }

    /** A list of mappings, at least one. */
    <T> Read<List<T>> nestedList(String key, Function<Section, Read<T>> read) {
        return atLeastOne(key, each(key, element -> section(element, read)));
    }

    /** A list of mappings, none by default. */
    <T> Read<List<T>> optionalNestedList(String key, Function<Section, Read<T>> read) {
        return each(key, element -> section(element, read)).orElse(Read.of(List.of(), place));
    }

    /** What the values read in this section make, if there was no problem with any of them. */
    <T> Read<T> make(Supplier<T> making) {
        if (reading.problems().count() > problemsBefore) {
            return Read.failed(place);
        }
        try {
            return Read.of(making.get(), place);
        } catch (IllegalArgumentException e) {
            reading.problems().add(place, path, String.valueOf(e.getMessage()));
            return Read.failed(place);
        }
    }

    private String path(String key) {
        return path.isEmpty() || key.isEmpty() ? path + key : path + "." + key;
    }

    private Optional<Node> node(String key) {
        return Optional.ofNullable(fields.all().get(key))
                .map(Field::value)
                .filter(node -> !(node instanceof Scalar scalar && scalar.look() == Look.NULL));
    }

    private <T> Read<T> missing(String key, String expected) {
        problem(place, key, "missing; expected " + expected);
        return Read.failed(place);
    }

    private <T> Read<T> noMapping(Node node, String at) {
        reading.problems().add(node.place(), at, "expected a mapping, found " + node.described());
        reading.variables().ignoreBelow(at);
        return Read.failed(node.place());
    }

    private <T> Optional<Read<T>> scalar(String key, Kind<T> kind) {
        asked.add(key);
        Optional<Node> node = node(key);
        Element element = new Element(path(key), node);
        return reading.variables()
                .instead(element.path, reading.problems())
                .map(read -> read.then(scalar -> parse(scalar, element.path, kind)))
                .or(() -> node.map(written -> parse(written, element.path, kind)));
    }

    private <T> Read<T> value(Element element, Kind<T> kind) {
        return reading.variables()
                .instead(element.path, reading.problems())
                .map(read -> read.then(scalar -> parse(scalar, element.path, kind)))
                .orElseGet(() -> parse(element.written(place), element.path, kind));
    }

    private <T> Read<T> parse(Node node, String at, Kind<T> kind) {
        String why = "";
        if (node instanceof Scalar scalar) {
            try {
                T value = kind.parse().apply(scalar.text());
                if (kind.takes(scalar.look())) {
                    return Read.of(value, node.place());
                }
                why = quotes(scalar.look());
            } catch (Kind.Unfit e) {
                why = scalar.look() == Look.SECRET ? "" : ": " + e.getMessage();
            } catch (IllegalArgumentException e) {
                why = "";
            }
        }
        String message = "expected " + kind.expected() + ", found " + node.described() + why;
        reading.problems().add(node.place(), at, message);
        return Read.failed(node.place());
    }

    private static String quotes(Look look) {
        return switch (look) {
            case TEXT -> "; write it without quotes";
            case NUMBER, BOOLEAN -> "; write it in quotes";
            case NULL, VARIABLE, SECRET -> "";
        };
    }

    private <T> Read<T> section(Element element, Function<Section, Read<T>> read) {
        Node node = element.node.orElseGet(() -> new Fields(place, Map.of()));
        return node instanceof Fields found
                ? new Section(reading, element.path, found).run(read)
                : noMapping(node, element.path);
    }

    private <T> Optional<Read<List<T>>> each(String key, Function<Element, Read<T>> read) {
        asked.add(key);
        Optional<Node> node = node(key);
        String at = path(key);
        if (node.isEmpty() && !reading.variables().touch(at)) {
            return Optional.empty();
        }
        Node list = node.orElseGet(() -> new Items(place, List.of()));
        if (!(list instanceof Items items)) {
            problem(list.place(), key, "expected a list, found " + list.described());
            reading.variables().ignoreBelow(at);
            return Optional.of(Read.failed(list.place()));
        }
        int before = reading.problems().count();
        List<T> values = new ArrayList<>();
        int written = items.all().size();
        for (int i = 0; i < written || reading.variables().touch(at + "[" + i + "]"); i++) {
            Optional<Node> element = i < written ? Optional.of(items.all().get(i)) : Optional.empty();
            read.apply(new Element(at + "[" + i + "]", element)).ifKnown(values::add);
        }
        boolean sound = reading.problems().count() == before;
        return Optional.of(sound ? Read.of(values, list.place()) : Read.failed(list.place()));
    }

    private <T> Read<List<T>> atLeastOne(String key, Optional<Read<List<T>>> list) {
        return list.orElseGet(() -> missing(key, "a list of at least one")).then(values -> {
            if (!values.isEmpty()) {
                return Read.of(values, place);
            }
            problem(list.map(Read::place).orElse(place), key, "expected a list of at least one, found an empty list");
            return Read.failed(place);
        });
    }

    /** A key path and what the file says there. */
    private record Element(String path, Optional<Node> node) {
        private Node written(Place otherwise) {
            return node.orElseGet(() -> new Scalar(otherwise, "", Look.NULL));
        }
    }
}
