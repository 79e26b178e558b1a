package io.passgate.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.passgate.admission.LicenseOffice;
import io.passgate.admission.Plan;
import io.passgate.license.AccessType;
import io.passgate.license.Adjustment;
import io.passgate.license.Terms;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

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
        Map<String, String> before = said(outcome.before());
        out.setAll(View.list(
                "terms",
                said(outcome.after()).entrySet().stream()
                        .filter(said -> !said.getValue().equals(before.get(said.getKey())))
                        .toList(),
                said -> JsonNodeFactory.instance
                        .objectNode()
                        .put("term", said.getKey())
                        .put("before", before.get(said.getKey()))
                        .put("after", said.getValue())));
        return out;
    }

    /** The terms, term by term, as people read them. */
    private static Map<String, String> said(Terms terms) {
        Map<String, String> said = new LinkedHashMap<>();
        said.put(
                "form",
                switch (terms.form()) {
                    case SIGNED_KEY -> LicenseOffice.Form.SIGNED_KEY.words();
                    case LICENSE_ENABLER_FILE -> LicenseOffice.Form.LICENSE_ENABLER_FILE.words();
                });
        said.put("validFrom", terms.validFrom().toString());
        said.put("validTo", or(terms.validTo()));
        AccessType.ALLOCATED.forEach(type -> said.put("seats." + type.key(), String.valueOf(terms.seats(type))));
        said.put("capacity.minutes", String.valueOf(terms.capacity().minutes()));
        said.put("capacity.overage", String.valueOf(terms.capacity().overage()));
        said.put("conversion", or(terms.conversion()));
        said.put("may.parallel", String.valueOf(terms.may().parallel()));
        said.put("may.exemptUsers", String.valueOf(terms.may().exemptUsers()));
        said.put("may.anonymous", String.valueOf(terms.may().anonymous()));
        said.put("may.shadowUntil", or(terms.may().shadowUntil()));
        return said;
    }

    private static String or(Optional<Instant> time) {
        return time.map(Instant::toString).orElse("never");
    }

    private static ObjectNode row(Plan.Row row) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("user", row.user().written())
                .put("before", row.was())
                .put("after", row.why());
    }
}
