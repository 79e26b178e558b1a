package io.passgate.license;

import io.passgate.identity.Attributes;
import io.passgate.identity.User;
import io.passgate.property.Chance;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A drawn condition with what it must mean, told by other means than the parser's: the meaning is built with the text, over a
 * vocabulary so small that conditions are often met.
 *
 * @param text what is to be parsed
 * @param meaning what it means
 */
record DrawnCondition(String text, BiPredicate<User, Attributes> meaning) {

    private static final List<String> NAMES = List.of("group", "roles", "environment.group", "dept");
    private static final List<String> VALUES = List.of("a", "B", "ab", "aB*", "*", "b a", "é", "\"'\\");
    private static final List<String> PATTERNS = List.of("a", "A*", "*b", "a*b", "*", "*a*", "b*a", "**");
    private static final List<String> EXPRESSIONS = List.of("a|B", "[ab]+", "a.*", ".", "(a|b)*", "\\w{2}");

    static DrawnCondition of(Chance chance) {
        return or(chance, 3);
    }

    static User user(Chance chance) {
        return new User(chance.oneOf("NONE", "a", "b"), chance.oneOf("anonymous1", "a", "ab"));
    }

    static Attributes attributes(Chance chance) {
        Map<String, List<String>> values = new TreeMap<>();
        for (String name : NAMES) {
            if (!chance.oneIn(3)) {
                values.put(name, chance.list(chance.between(0, 3), () -> chance.oneOf(VALUES)));
            }
        }
        return new Attributes(values);
    }

    private static DrawnCondition or(Chance chance, int depth) {
        DrawnCondition one = and(chance, depth);
        while (chance.oneIn(3)) {
            DrawnCondition left = one;
            DrawnCondition right = and(chance, depth);
            one = new DrawnCondition(
                    left.text + chance.oneOf(" or ", "||", " OR\n", " || ") + right.text,
                    left.meaning.or(right.meaning));
        }
        return one;
    }

    private static DrawnCondition and(Chance chance, int depth) {
        DrawnCondition one = not(chance, depth);
        while (chance.oneIn(3)) {
            DrawnCondition left = one;
            DrawnCondition right = not(chance, depth);
            one = new DrawnCondition(
                    left.text + chance.oneOf(" and ", "&&", " AND\t", " && ") + right.text,
                    left.meaning.and(right.meaning));
        }
        return one;
    }

    private static DrawnCondition not(Chance chance, int depth) {
        if (chance.oneIn(5)) {
            DrawnCondition part = not(chance, depth);
            return new DrawnCondition(chance.oneOf("!", "not ", "NOT ") + part.text, part.meaning.negate());
        }
        if (depth > 0 && chance.oneIn(3)) {
            DrawnCondition part = or(chance, depth - 1);
            return new DrawnCondition("(" + part.text + chance.oneOf(")", " )"), part.meaning);
        }
        return term(chance);
    }

    private static DrawnCondition term(Chance chance) {
        return switch (chance.between(0, 9)) {
            case 0 ->
                new DrawnCondition(
                        "user.IsAnonymous()",
                        (user, all) ->
                                user.directory().equals("none") && user.id().startsWith("anonymous"));
            case 1 -> ofUser(chance);
            case 2, 3 -> {
                String regex = chance.oneOf(EXPRESSIONS);
                yield comparison(chance, "matches", regex, Pattern.compile(regex)::matcher, false);
            }
            case 4, 5 -> {
                String pattern = chance.oneOf(PATTERNS);
                String regex = pattern.toLowerCase(Locale.ROOT).replace("*", ".*");
                yield comparison(
                        chance,
                        chance.oneOf("like", "LIKE"),
                        pattern,
                        value -> Pattern.compile(regex, Pattern.DOTALL).matcher(value.toLowerCase(Locale.ROOT)),
                        false);
            }
            default -> {
                String literal = chance.oneOf(VALUES);
                boolean negated = chance.oneIn(3);
                Pattern same = Pattern.compile(Pattern.quote(literal), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
                yield comparison(chance, negated ? "!=" : "=", literal, same::matcher, negated);
            }
        };
    }

    private static DrawnCondition ofUser(Chance chance) {
        String literal = chance.oneOf("a", "B", "NONE", "ab");
        return chance.oneIn(2)
                ? new DrawnCondition("user.userDirectory=" + quoted(chance, literal), (user, all) -> user.directory()
                        .equalsIgnoreCase(literal))
                : new DrawnCondition("user.userId =" + quoted(chance, literal), (user, all) -> user.id()
                        .equalsIgnoreCase(literal));
    }

    private interface Matching {
        java.util.regex.Matcher of(String value);
    }

    private static DrawnCondition comparison(
            Chance chance, String operator, String literal, Matching matching, boolean negated) {
        String name = chance.oneOf(NAMES);
        String prefix = chance.oneIn(4) && !name.contains(".") ? "user.@" : chance.oneOf("user.", "USER.");
        String written = chance.oneIn(4) ? name.toUpperCase(Locale.ROOT) : name;
        return new DrawnCondition(
                prefix + written + chance.oneOf(" ", "  ") + operator + chance.oneOf(" ", "") + quoted(chance, literal),
                (user, all) ->
                        values(all, name).anyMatch(value -> matching.of(value).matches()) != negated);
    }

    private static Stream<String> values(Attributes all, String name) {
        return all.values().getOrDefault(name, List.of()).stream();
    }

    private static String quoted(Chance chance, String literal) {
        String quote = chance.oneOf("\"", "'");
        String escaped = literal.equals("\"'\\") ? "\\\"\\'\\\\" : literal;
        return quote + escaped + quote;
    }
}
