package io.passgate.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.passgate.admission.SiteRules;
import io.passgate.license.AccessRule;
import io.passgate.license.AccessRules;
import io.passgate.license.AccessType;
import io.passgate.license.Condition;
import io.passgate.license.Grant;
import io.passgate.license.RuleSyntaxException;
import io.passgate.rest.RestProblem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads access rules and login access groups out of a call's JSON, strictly ({@code admin-api.md}). Pure functions. */
final class RulesBody {

    private static final Set<String> RULE = Set.of("name", "grants", "loginGroup", "when");
    private static final Set<String> GROUP = Set.of("name", "tokens");

    private RulesBody() {}

    /** The rules of {@code body}, which may have the members {@code rules}, {@code loginGroups} and those {@code besides}. */
    static SiteRules read(JsonNode body, String... besides) {
        Set<String> members = new HashSet<>(Set.of(besides));
        members.addAll(Set.of("rules", "loginGroups"));
        only("the body", body, members);
        List<AccessRule> rules = new ArrayList<>();
        for (JsonNode one : list(body, "rules")) {
            rules.add(rule("rules[" + rules.size() + "]", one));
        }
        Map<String, Integer> groups = new LinkedHashMap<>();
        for (JsonNode one : list(body, "loginGroups")) {
            String at = "loginGroups[" + groups.size() + "]";
            only(at, one, GROUP);
            JsonNode tokens = one.path("tokens");
            if (!tokens.isInt() || tokens.intValue() < 0) {
                throw bad(at + ".tokens: expected a whole number, at least 0");
            }
            String name = text(at, one, "name");
            if (name.isBlank() || groups.putIfAbsent(name, tokens.intValue()) != null) {
                throw bad(at + ".name: expected a name of its own");
            }
        }
        try {
            return new SiteRules(new AccessRules(rules), groups);
        } catch (IllegalArgumentException e) {
            throw bad("rules: " + e.getMessage());
        }
    }

    private static AccessRule rule(String at, JsonNode one) {
        only(at, one, RULE);
        String grants = text(at, one, "grants");
        AccessType type = AccessType.of(grants)
                .filter(t -> t.allocated() || t.metered())
                .orElseThrow(() -> bad(at + ".grants: expected an access type, found \"" + grants + "\""));
        String when = text(at, one, "when");
        try {
            String group = one.has("loginGroup") ? text(at, one, "loginGroup") : "";
            return new AccessRule(text(at, one, "name"), new Grant(type, group), Condition.parse(when));
        } catch (RuleSyntaxException e) {
            throw bad(at + ".when: " + e.words() + "\n" + e.caret(when));
        } catch (IllegalArgumentException e) {
            throw bad(at + ": " + e.getMessage());
        }
    }

    private static JsonNode list(JsonNode body, String name) {
        JsonNode list = body.path(name);
        if (!list.isArray() && !list.isMissingNode()) {
            throw bad(name + ": expected a list");
        }
        return list;
    }

    private static String text(String at, JsonNode object, String name) {
        if (!object.path(name).isTextual()) {
            throw bad(at + "." + name + ": expected a text");
        }
        return object.path(name).textValue();
    }

    private static void only(String at, JsonNode object, Set<String> members) {
        if (!object.isObject()) {
            throw bad(at + ": expected an object");
        }
        object.fieldNames().forEachRemaining(name -> {
            if (!members.contains(name)) {
                throw bad(at + ": unknown member \"" + name + "\"; expected "
                        + String.join(", ", members.stream().sorted().toList()));
            }
        });
    }

    private static RestProblem bad(String detail) {
        return RestProblem.badRequest("bad-rules", detail);
    }
}
