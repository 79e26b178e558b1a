package io.passgate.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.passgate.admission.ApplyRules;
import io.passgate.admission.LicenseSource;
import io.passgate.admission.Plan;
import io.passgate.admission.Records;
import io.passgate.admission.SiteRules;
import io.passgate.license.Finding;
import io.passgate.rest.Call;
import io.passgate.rest.Reply;
import io.passgate.rest.Router;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;

/** The routes about access rules and login access groups ({@code admin-api.md}). Safe for use by many threads. */
final class RulesApi {

    private final Records records;
    private final ApplyRules rules;
    private final Plan plan;
    private final LicenseSource license;
    private final InstantSource clock;

    RulesApi(Records records, ApplyRules rules, Plan plan, LicenseSource license, InstantSource clock) {
        this.records = records;
        this.rules = rules;
        this.plan = plan;
        this.license = license;
        this.clock = clock;
    }

    Router routes() {
        return Router.empty()
                .get("/api/v1/rules", call -> Reply.json(200, inForce()))
                .put("/api/v1/rules", this::apply)
                .get("/api/v1/rules/findings", call -> findings(records.rules()))
                .post("/api/v1/rules/findings", call -> findings(RulesBody.read(call.json())))
                .post("/api/v1/rules/simulation", this::simulate);
    }

    private ObjectNode inForce() {
        Instant now = clock.instant();
        SiteRules site = records.rules();
        ObjectNode out = View.list("rules", site.rules().all(), RulesView::rule);
        out.setAll(View.list(
                "loginGroups", records.stock(license.current(now).terms(), now).groups(), RulesView::group));
        return out;
    }

    private Reply findings(SiteRules wanted) {
        return Reply.json(200, View.list("findings", rules.lint(wanted), RulesView::finding));
    }

    private Reply apply(Call call) {
        JsonNode body = call.json();
        SiteRules wanted = RulesBody.read(body, "force");
        List<Finding> found = rules.lint(wanted);
        List<Finding> errors = found.stream()
                .filter(finding -> finding.level() == Finding.Level.ERROR)
                .toList();
        if (!errors.isEmpty() && !body.path("force").asBoolean()) {
            return Reply.problem(
                    409,
                    "rule-errors",
                    "Nothing was changed: "
                            + errors.stream()
                                    .map(finding -> finding.rule() + ": " + finding.text())
                                    .collect(Collectors.joining("; "))
                            + ".");
        }
        if (!rules.apply(wanted)) {
            return Reply.problem(
                    409,
                    "too-few-tokens",
                    "Nothing was changed: the login access groups want "
                            + wanted.groups().values().stream()
                                    .mapToLong(Integer::longValue)
                                    .sum()
                            + " tokens, and " + rules.tokensForGroups() + " can be had.");
        }
        return Reply.json(200, View.list("findings", found, RulesView::finding));
    }

    private Reply simulate(Call call) {
        Plan.Situation now = plan.now();
        SiteRules wanted = RulesBody.read(call.json());
        return Reply.json(200, PlanView.of(plan.between(now, new Plan.Situation(now.terms(), wanted, now.at()))));
    }
}
