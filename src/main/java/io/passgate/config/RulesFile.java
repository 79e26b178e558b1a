package io.passgate.config;

import io.passgate.config.Node.Fields;
import io.passgate.license.AccessRule;
import io.passgate.license.AccessRules;
import io.passgate.license.AccessType;
import io.passgate.license.Condition;
import io.passgate.license.Grant;
import io.passgate.license.RuleSyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file of access rules and login access groups, as people write it (domain.md §5). Read as strictly as the settings. Immutable.
 *
 * @param rules in the order written
 * @param loginGroups tokens by the name of the group, in the order written
 */
public record RulesFile(List<Written> rules, Map<String, Integer> loginGroups) {

    private static final int MOST_TOKENS = 1_000_000;
    private static final List<AccessType> GRANTED = Arrays.stream(AccessType.values())
            .filter(type -> type.allocated() || type.metered())
            .toList();

    private static final Kind<AccessType> GRANTS = Kinds.choice(GRANTED, AccessType::key);
    private static final Kind<String> CONDITION =
            Kind.text("condition", "a condition such as user.group = \"sales\"", RulesFile::condition);

    /**
     * A rule and its condition as it stands in the file: a linter's offsets refer to that.
     *
     * @param rule the rule
     * @param when its condition, as written
     */
    public record Written(AccessRule rule, String when) {}

    /** Copies; two rules of one name are refused. */
    public RulesFile {
        rules = List.copyOf(rules);
        loginGroups = Collections.unmodifiableMap(new LinkedHashMap<>(loginGroups));
        if (new AccessRules(rules.stream().map(Written::rule).toList()).all().size() != rules.size()) {
            throw new IllegalArgumentException("rules are missing");
        }
    }

    /** Reads {@code file}. */
    public static RulesOutcome read(Path file) {
        Reading reading = new Reading(new Variables(Map.of()));
        Problems problems = reading.problems();
        Place beginning = Place.beginningOf(file.toString());
        Read<RulesFile> read = SettingsText.of(file, problems)
                .flatMap(text -> YamlText.parse(file.toString(), text, problems))
                .flatMap(node -> mapping(node, problems))
                .map(fields -> Section.root(reading, fields, RulesFile::of))
                .orElse(Read.failed(beginning));
        List<Problem> found = problems.inOrder();
        return found.isEmpty() ? new RulesOutcome.Sound(read.get()) : new RulesOutcome.Flawed(found);
    }

    private static Optional<Fields> mapping(Node node, Problems problems) {
        if (node instanceof Fields fields) {
            return Optional.of(fields);
        }
        problems.add(node.place(), "", "expected a mapping, found " + node.described());
        return Optional.empty();
    }

    private static Read<RulesFile> of(Section s) {
        Map<String, Place> ruleNames = new HashMap<>();
        Map<String, Place> groupNames = new HashMap<>();
        var rules = s.optionalNestedList("rules", rule -> rule(rule, ruleNames));
        var groups = s.optionalNestedList("loginGroups", group -> group(group, groupNames));
        return s.make(() -> {
            Map<String, Integer> tokens = new LinkedHashMap<>();
            groups.get().forEach(group -> tokens.put(group.name, group.tokens));
            return new RulesFile(rules.get(), tokens);
        });
    }

    /** A name of its own: no two rules share one, and no two groups. */
    private static Read<String> name(Section s, Map<String, Place> taken) {
        Read<String> name = s.required("name", Kinds.TEXT);
        name.ifKnown(value -> Optional.ofNullable(taken.putIfAbsent(value, name.place()))
                .ifPresent(first -> s.problem(
                        name.place(), "name", "expected another than \"" + value + "\", which is taken at " + first)));
        return name;
    }

    private static Read<Written> rule(Section s, Map<String, Place> names) {
        var name = name(s, names);
        var grants = s.required("grants", GRANTS);
        var group = s.optional("loginGroup", Kinds.TEXT);
        var when = s.required("when", CONDITION);
        return s.make(() -> new Written(
                new AccessRule(name.get(), new Grant(grants.get(), group.get().orElse("")), parsed(when.get())),
                when.get()));
    }

    private static Read<Group> group(Section s, Map<String, Place> names) {
        var name = name(s, names);
        var tokens = s.required("tokens", Kinds.number(0, MOST_TOKENS));
        return s.make(() -> new Group(name.get(), tokens.get()));
    }

    private static String condition(String text) {
        parsed(text);
        return text;
    }

    private static Condition parsed(String text) {
        try {
            return Condition.parse(text);
        } catch (RuleSyntaxException e) {
            throw new Kind.Unfit(e.words() + "\n" + e.caret(text));
        }
    }

    private record Group(String name, int tokens) {}
}
