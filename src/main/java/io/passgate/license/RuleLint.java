package io.passgate.license;

import io.passgate.identity.User;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads access rules the way a careful colleague would, before they are applied: what is misspelled, contradictory, or gives
 * a pass to somebody who needs none (domain.md §5). Confined to one run.
 */
public final class RuleLint {

    private static final int NAMED = 3;

    private final AccessRules rules;
    private final Known known;
    private final Map<String, String> names = new TreeMap<>();
    private final Map<String, List<String>> rulesByName;
    private final Map<String, List<String>> exempt = new LinkedHashMap<>();
    private final Map<String, List<String>> capacity = new LinkedHashMap<>();

    private RuleLint(AccessRules rules, Known known) {
        this.rules = rules;
        this.known = known;
        this.rulesByName = rules.all().stream().map(AccessRule::name).collect(Collectors.groupingBy(User::folded));
        Stream.concat(known.people().stream(), known.exempt().stream())
                .flatMap(person -> person.attributes().values().keySet().stream())
                .forEach(name -> names.putIfAbsent(User.folded(name), name));
        names.put(Facts.USER_ID, "userId");
        names.put(Facts.USER_DIRECTORY, "userDirectory");
        names.put(Facts.NAME, "name");
    }

    /** What there is to say, in order of the rules and of their text. */
    public static List<Finding> lint(AccessRules rules, Known known) {
        return new RuleLint(rules, known).run();
    }

    private List<Finding> run() {
        findExempt();
        findCapacity();
        List<Finding> found = new ArrayList<>();
        for (AccessRule rule : rules.all()) {
            name(rule, found);
            attributes(rule, found);
            neverMet(rule, found);
            loginGroup(rule, found);
            people(rule, found);
        }
        return found;
    }

    private void findExempt() {
        for (Known.Person person : known.exempt()) {
            rules.matching(person.user(), person.attributes())
                    .forEach(rule -> note(exempt, rule, person.user().written()));
        }
    }

    /** Those whom a rule for capacity matches, and who hold a pass of another type or would get one by another rule. */
    private void findCapacity() {
        AccessRules ofCapacity = only(type -> type == AccessType.ANALYZER_CAPACITY);
        AccessRules others = only(type -> type != AccessType.ANALYZER_CAPACITY);
        for (Known.Person person : known.people()) {
            List<AccessRule> matching =
                    ofCapacity.matching(person.user(), person.attributes()).toList();
            if (!matching.isEmpty()) {
                Stream.concat(
                                known.held(person.user()).stream().filter(type -> type != AccessType.ANALYZER_CAPACITY),
                                others.matching(person.user(), person.attributes())
                                        .map(rule -> rule.grant().type()))
                        .findFirst()
                        .ifPresent(type -> matching.forEach(
                                rule -> note(capacity, rule, person.user().written() + " (" + type.words() + ")")));
            }
        }
    }

    private AccessRules only(Predicate<AccessType> types) {
        return new AccessRules(rules.all().stream()
                .filter(rule -> types.test(rule.grant().type()))
                .toList());
    }

    private static void note(Map<String, List<String>> notes, AccessRule rule, String person) {
        notes.computeIfAbsent(rule.name(), name -> new ArrayList<>()).add(person);
    }

    private void name(AccessRule rule, List<Finding> found) {
        List<String> alike = rulesByName.getOrDefault(User.folded(rule.name()), List.of());
        if (alike.size() > 1) {
            found.add(error(rule, "another rule has the same name but for case: " + listed(alike)));
        }
    }

    private void attributes(AccessRule rule, List<Finding> found) {
        Set<String> seen = new HashSet<>();
        List<Comparison> unknown = new ArrayList<>();
        rule.condition().expression().terms(term -> {
            if (term instanceof Comparison comparison
                    && !names.containsKey(comparison.attribute().name())
                    && seen.add(comparison.attribute().name())) {
                unknown.add(comparison);
            }
        });
        unknown.stream()
                .sorted(Comparator.comparingInt(Comparison::offset))
                .forEach(comparison -> found.add(unknown(rule, comparison)));
    }

    private Finding unknown(AccessRule rule, Comparison comparison) {
        UserAttribute attribute = comparison.attribute();
        Optional<String> meant = otherDrawer(attribute.name())
                .or(() -> Spelling.meant(attribute.name(), names.keySet()))
                .map(names::get);
        String effect = comparison.operator() == Comparison.Operator.NOT_EQUAL ? "always holds" : "never holds";
        return new Finding(
                rule.name(),
                meant.isPresent() && !attribute.ofTheLanguage() ? Finding.Level.ERROR : Finding.Level.WARNING,
                comparison.offset(),
                "no known user has ever had " + attribute.text() + ", so that " + effect
                        + meant.map(name -> "; did you mean user." + name + "?").orElse(""));
    }

    /** {@code user.group} is stored with the user, {@code user.environment.group} came with the session. */
    private Optional<String> otherDrawer(String name) {
        String other = name.startsWith(UserAttribute.ENVIRONMENT)
                ? name.substring(UserAttribute.ENVIRONMENT.length())
                : UserAttribute.ENVIRONMENT + name;
        return Optional.of(other).filter(names::containsKey);
    }

    private static void neverMet(AccessRule rule, List<Finding> found) {
        if (Alternatives.neverMet(rule.condition().expression())) {
            found.add(error(rule, "no user can ever match: the condition contradicts itself"));
        }
    }

    private void loginGroup(AccessRule rule, List<Finding> found) {
        String group = rule.grant().loginGroup();
        if (!group.isEmpty() && !known.loginGroups().contains(group)) {
            Map<String, String> groups = new TreeMap<>();
            known.loginGroups().forEach(name -> groups.put(User.folded(name), name));
            found.add(error(
                    rule,
                    "there is no group of login access passes named \"" + group + "\""
                            + Spelling.meant(User.folded(group), groups.keySet())
                                    .map(name -> "; did you mean \"" + groups.get(name) + "\"?")
                                    .orElse("")));
        }
    }

    private void people(AccessRule rule, List<Finding> found) {
        List<String> accounts = exempt.getOrDefault(rule.name(), List.of());
        if (!accounts.isEmpty()) {
            found.add(warning(rule, "matches exempt service accounts, which need no pass: " + listed(accounts)));
        }
        List<String> others = capacity.getOrDefault(rule.name(), List.of());
        if (!others.isEmpty()) {
            found.add(warning(
                    rule,
                    "gives analyzer capacity to users who have or would get a pass of another type: "
                            + listed(others)));
        }
    }

    private static String listed(List<String> all) {
        String first = all.stream().limit(NAMED).collect(Collectors.joining(", "));
        return all.size() > NAMED ? first + " and " + (all.size() - NAMED) + " more" : first;
    }

    private static Finding error(AccessRule rule, String text) {
        return new Finding(rule.name(), Finding.Level.ERROR, Finding.NOWHERE, text);
    }

    private static Finding warning(AccessRule rule, String text) {
        return new Finding(rule.name(), Finding.Level.WARNING, Finding.NOWHERE, text);
    }
}
