package io.passgate.config;

import io.passgate.config.Node.Field;
import io.passgate.config.Node.Fields;
import io.passgate.config.Node.Items;
import io.passgate.config.Node.Look;
import io.passgate.config.Node.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Turns YAML text into a {@link Node}. Built on the parser's events, one at a time, so that depth and size are bounded before
 * anything grows: tags, keys written twice, a second document, more than {@value #MAX_DEPTH} levels and more than
 * {@value #MAX_NODES} values (an alias counts as all it stands for) are problems. Confined to the reading thread.
 */
final class YamlText {

    private static final int MAX_DEPTH = 32;
    private static final int MAX_NODES = 50_000;

    private final String source;
    private final String text;
    private final Problems problems;
    private final ScalarResolver resolver = new CoreSchema().getScalarResolver();
    private final Map<String, Anchored> anchors = new HashMap<>();
    private final Iterator<Event> events;
    private int nodes;

    private YamlText(String source, String text, Problems problems) {
        this.source = source;
        this.text = text;
        this.problems = problems;
        this.events = new Parse(LoadSettings.builder().setLabel(source).build())
                .parseString(text)
                .iterator();
    }

    /**
     * Reads the one document of {@code text}; an empty text is an empty mapping. Nothing when it cannot be read further, which
     * is then a problem.
     */
    static Optional<Node> parse(String source, String text, Problems problems) {
        return new YamlText(source, text, problems).document();
    }

    private Optional<Node> document() {
        try {
            events.next(); // the stream begins
            if (events.next().getEventId() == Event.ID.StreamEnd) {
                return Optional.of(new Fields(Place.beginningOf(source), Map.of()));
            }
            Node root = node(events.next(), "", 1);
            events.next(); // the document ends
            Event end = events.next();
            if (end.getEventId() != Event.ID.StreamEnd) {
                throw new Unfit(end, "", "expected one document, found a second");
            }
            return Optional.of(root);
        } catch (Unfit e) {
            problems.add(place(e.event), e.path, e.why);
        } catch (MarkedYamlEngineException e) {
            Place place = e.getProblemMark().map(this::place).orElse(Place.beginningOf(source));
            problems.add(place, "", "not YAML: " + e.getProblem());
        } catch (ReaderException e) {
            problems.add(place(e.getPosition()), "", "not text: the character U+%04X".formatted(e.getCodePoint()));
        } catch (YamlEngineException e) {
            problems.add(Place.beginningOf(source), "", "not YAML: " + e.getMessage());
        }
        return Optional.empty();
    }

    private Node node(Event event, String path, int depth) throws Unfit {
        if (event instanceof AliasEvent alias) {
            return standsFor(alias, path);
        }
        if (depth > MAX_DEPTH) {
            throw new Unfit(event, path, "nested deeper than " + MAX_DEPTH + " levels");
        }
        int before = nodes;
        count(event, path, 1);
        Node node =
                switch (event.getEventId()) {
                    case Scalar -> scalar((ScalarEvent) event, path);
                    case SequenceStart -> items((CollectionStartEvent) event, path, depth);
                    case MappingStart -> fields((CollectionStartEvent) event, path, depth);
                    default -> throw new Unfit(event, path, "expected a value");
                };
        ((NodeEvent) event)
                .getAnchor()
                .ifPresent(anchor -> anchors.put(anchor.getValue(), new Anchored(node, nodes - before)));
        return node;
    }

    private Node standsFor(AliasEvent alias, String path) throws Unfit {
        Anchored anchored = anchors.get(alias.getAlias().getValue());
        if (anchored == null) {
            throw new Unfit(
                    alias, path, "there is no anchor &" + alias.getAlias().getValue() + " above");
        }
        count(alias, path, anchored.nodes);
        return anchored.node;
    }

    private void count(Event event, String path, int more) throws Unfit {
        nodes += more;
        if (nodes > MAX_NODES) {
            throw new Unfit(event, path, "more than " + MAX_NODES + " values");
        }
    }

    private Scalar scalar(ScalarEvent event, String path) throws Unfit {
        refuseTag(event, path, event.getTag());
        return new Scalar(place(event), event.getValue(), event.isPlain() ? look(event.getValue()) : Look.TEXT);
    }

    private Look look(String plain) {
        Tag tag = resolver.resolve(plain, true);
        if (tag.equals(Tag.NULL)) {
            return Look.NULL;
        }
        if (tag.equals(Tag.BOOL)) {
            return Look.BOOLEAN;
        }
        return tag.equals(Tag.INT) || tag.equals(Tag.FLOAT) ? Look.NUMBER : Look.TEXT;
    }

    private Items items(CollectionStartEvent start, String path, int depth) throws Unfit {
        refuseTag(start, path, start.getTag());
        List<Node> all = new ArrayList<>();
        for (Event next = events.next(); next.getEventId() != Event.ID.SequenceEnd; next = events.next()) {
            all.add(node(next, path + "[" + all.size() + "]", depth + 1));
        }
        return new Items(place(start), all);
    }

    private Fields fields(CollectionStartEvent start, String path, int depth) throws Unfit {
        refuseTag(start, path, start.getTag());
        Map<String, Field> all = new LinkedHashMap<>();
        for (Event next = events.next(); next.getEventId() != Event.ID.MappingEnd; next = events.next()) {
            if (!(next instanceof ScalarEvent key)) {
                throw new Unfit(next, path, "expected a key, found a list or a mapping");
            }
            String at = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
            refuseTag(key, at, key.getTag());
            Place keyPlace = place(key);
            Field field = new Field(keyPlace, node(events.next(), at, depth + 1));
            Field first = all.putIfAbsent(key.getValue(), field);
            if (first != null) {
                problems.add(keyPlace, at, "written twice, first at " + first.keyPlace());
            }
        }
        return new Fields(place(start), all);
    }

    private void refuseTag(Event event, String path, Optional<String> tag) throws Unfit {
        if (tag.isPresent()) {
            throw new Unfit(event, path, "expected a value without a tag, found " + tag.get());
        }
    }

    private Place place(Event event) {
        return event.getStartMark().map(this::place).orElse(Place.beginningOf(source));
    }

    private Place place(Mark mark) {
        return new Place(source, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private Place place(int position) {
        String before = text.substring(0, Math.min(Math.max(position, 0), text.length()));
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        return new Place(source, line, before.length() - before.lastIndexOf('\n'));
    }

    private record Anchored(Node node, int nodes) {}

    /** Ends the parsing of a text that cannot be read further. */
    private static final class Unfit extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Event event;
        private final String path;
        private final String why;

        Unfit(Event event, String path, String why) {
            super(why, null, false, false);
            this.event = event;
            this.path = path;
            this.why = why;
        }
    }
}
