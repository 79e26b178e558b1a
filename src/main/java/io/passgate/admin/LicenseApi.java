package io.passgate.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.passgate.admission.LicenseOffice.LicenseStatus;
import io.passgate.admission.Plan;
import io.passgate.license.Terms;
import io.passgate.rest.Call;
import io.passgate.rest.Reply;
import io.passgate.rest.RestProblem;
import io.passgate.rest.Router;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;

/** The routes about the license: how it stands, what is used of it, what would change ({@code admin-api.md}). Safe for use by many threads. */
final class LicenseApi {

    private final AdminApi.UseCases use;
    private final InstantSource clock;

    LicenseApi(AdminApi.UseCases use, InstantSource clock) {
        this.use = use;
        this.clock = clock;
    }

    Router routes() {
        return Router.empty()
                .get("/api/v1/license", call -> status(use.office().status(clock.instant())))
                .post("/api/v1/license/verify", call -> status(use.office().verify()))
                .get("/api/v1/license/plan", call -> plan(call, use.plan().now().terms()))
                .post(
                        "/api/v1/license/plan",
                        call -> plan(
                                call,
                                TermsBody.read(call.json(), use.plan().now().terms())));
    }

    private Reply status(LicenseStatus status) {
        Instant now = clock.instant();
        ObjectNode out = View.license(status);
        View.used(out, use.records().stock(status.terms(), now), now);
        return Reply.json(200, out);
    }

    private Reply plan(Call call, Terms terms) {
        Plan.Situation now = use.plan().now();
        Instant at = call.query("at").map(LicenseApi::moment).orElse(now.at());
        return Reply.json(200, PlanView.of(use.plan().of(terms.at(at), now.rules(), at)));
    }

    private static Instant moment(String text) {
        try {
            return AskedTime.of(text);
        } catch (DateTimeParseException e) {
            throw RestProblem.badRequest(
                    "bad-time", "?at expects a time such as 2026-11-21T08:00:00Z or a date such as 2026-11-21.");
        }
    }
}
