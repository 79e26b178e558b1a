package io.passgate.license;

import io.passgate.identity.Attributes;
import io.passgate.identity.User;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Short ways to write conditions, rules and people in tests. */
final class Rules {

    private Rules() {}

    static Condition condition(String text) {
        try {
            return Condition.parse(text);
        } catch (RuleSyntaxException e) {
            throw new AssertionError(text + "\n" + e.words(), e);
        }
    }

    static RuleSyntaxException refused(String text) {
        try {
            throw new AssertionError("accepted: " + Condition.parse(text));
        } catch (RuleSyntaxException e) {
            return e;
        }
    }

    /** {@code group=sales,it roles=LicenseAdmin}: names and their values. */
    static Attributes attributes(String written) {
        Map<String, List<String>> values = new TreeMap<>();
        for (String one : written.isBlank() ? new String[0] : written.trim().split(" +")) {
            String[] sides = one.split("=", 2);
            values.put(sides[0], List.of(sides[1].split(",")));
        }
        return new Attributes(values);
    }

    static boolean matches(String condition, String user, String attributes) {
        return condition(condition).matches(User.parse(user), attributes(attributes));
    }

    static AccessRule rule(String name, AccessType type, String condition) {
        return new AccessRule(name, Grant.of(type), condition(condition));
    }

    static Known.Person person(String user, String attributes) {
        return new Known.Person(User.parse(user), attributes(attributes));
    }
}
