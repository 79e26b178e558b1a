package io.passgate.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.passgate.admission.LicenseOffice.LicenseStatus;
import io.passgate.admission.Plan;
import io.passgate.license.AccessType;
import io.passgate.license.Capacity;
import io.passgate.license.Terms;
import io.passgate.rest.Call;
import io.passgate.rest.Reply;
import io.passgate.rest.RestProblem;
import io.passgate.rest.Router;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

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
                        call -> plan(call, terms(call.json(), use.plan().now().terms())));
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
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException e) {
            throw RestProblem.badRequest(
                    "bad-time", "?at expects a time such as 2026-11-21T08:00:00Z or a date such as 2026-11-21.");
        }
    }

    /** What {@code body} grants, everything else being as now. */
    private static Terms terms(JsonNode body, Terms now) {
        try {
            Map<AccessType, Integer> seats = new EnumMap<>(AccessType.class);
            for (Map.Entry<String, JsonNode> seat : body.path("seats").properties()) {
                AccessType type = AccessType.of(seat.getKey())
                        .filter(AccessType::allocated)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "seats: expected an access type that is allocated, found \"" + seat.getKey() + "\""));
                seats.put(type, number("seats." + seat.getKey(), seat.getValue()));
            }
            int tokens = Optional.ofNullable(seats.remove(AccessType.USER_ACCESS_PASS))
                    .orElse(0);
            JsonNode capacity = body.path("capacity");
            Capacity minutes = capacity.isMissingNode()
                    ? Capacity.NONE
                    : new Capacity(
                            number("capacity.minutes", capacity.path("minutes")),
                            number("capacity.overage", capacity.path("overage")));
            Optional<Instant> conversion = body.path("conversion").isTextual()
                    ? Optional.of(Instant.parse(body.path("conversion").textValue()))
                    : Optional.empty();
            return new Terms(
                    now.license(),
                    now.form(),
                    now.seq(),
                    now.validFrom(),
                    now.validTo(),
                    now.product(),
                    now.denyListed(),
                    seats,
                    tokens,
                    minutes,
                    conversion,
                    now.may());
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw RestProblem.badRequest("bad-terms", String.valueOf(e.getMessage()));
        }
    }

    private static int number(String at, JsonNode value) {
        if (!value.isInt()) {
            throw new IllegalArgumentException(at + ": expected a whole number");
        }
        return value.intValue();
    }
}
