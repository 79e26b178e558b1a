package io.passgate.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.passgate.admission.Plan;
import io.passgate.license.Adjustment;

/** The JSON form of a plan ({@code admin-api.md}): who loses, who gains, who changes. Pure functions. */
final class PlanView {

    private PlanView() {}

    static ObjectNode of(Plan.Outcome outcome) {
        ObjectNode out = JsonNodeFactory.instance
                .objectNode()
                .put("users", outcome.rows().size());
        out.setAll(View.list("losing", outcome.losing(), PlanView::row));
        out.setAll(View.list("gaining", outcome.gaining(), PlanView::row));
        out.setAll(View.list(
                "changing", outcome.rows().stream().filter(Plan.Row::changes).toList(), PlanView::row));
        Adjustment adjustment = outcome.adjustment();
        out.setAll(View.list("passesChanged", adjustment.changed(), View::allocation));
        out.setAll(View.list("passesRemoved", adjustment.removed(), View::allocation));
        adjustment.groupsEnded().forEach(out.putArray("groupsEnded")::add);
        return out;
    }

    private static ObjectNode row(Plan.Row row) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("user", row.user().written())
                .put("before", row.was())
                .put("after", row.why());
    }
}
