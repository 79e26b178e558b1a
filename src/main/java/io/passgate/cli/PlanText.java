package io.passgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** How a plan is told to people: who loses, who gains, who changes, and the sums. */
final class PlanText {

    private static final List<String> KINDS = List.of("losing", "gaining", "changing");

    private PlanText() {}

    static void print(Output output, JsonNode plan) {
        if (output.json) {
            output.out().println(plan.toPrettyString());
            return;
        }
        List<List<String>> rows = new ArrayList<>(List.of(List.of("", "user", "before", "after")));
        for (String kind : KINDS) {
            plan.path(kind)
                    .forEach(row -> rows.add(List.of(
                            kind,
                            row.path("user").asText(),
                            row.path("before").asText(),
                            row.path("after").asText())));
        }
        if (rows.size() > 1) {
            output.rows(rows);
        }
        output.out()
                .println("of " + plan.path("users").asInt() + " known users "
                        + plan.path("losing").size() + " would lose access, "
                        + plan.path("gaining").size() + " would gain it, "
                        + plan.path("changing").size() + " would come in on another access type");
        plan.path("terms").forEach(term -> output.out()
                .println(term.path("term").asText() + ": " + term.path("before").asText() + " now, "
                        + term.path("after").asText() + " then"));
        passes(output, plan, "passesChanged", "access passes would become excess or come back");
        passes(output, plan, "passesRemoved", "access passes would end");
        passes(output, plan, "groupsEnded", "login access groups would end");
    }

    private static void passes(Output output, JsonNode plan, String name, String what) {
        if (!plan.path(name).isEmpty()) {
            output.out().println(plan.path(name).size() + " " + what);
        }
    }
}
