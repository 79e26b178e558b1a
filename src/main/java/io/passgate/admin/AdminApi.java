package io.passgate.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.passgate.admission.Allocate;
import io.passgate.admission.ApplyRules;
import io.passgate.admission.EndSession;
import io.passgate.admission.Explain;
import io.passgate.admission.LedgerUnavailable;
import io.passgate.admission.LicenseOffice;
import io.passgate.admission.LicenseSource;
import io.passgate.admission.Plan;
import io.passgate.admission.Records;
import io.passgate.admission.Release;
import io.passgate.admission.SessionRecord;
import io.passgate.decision.LedgerView.Stock;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.Allocation;
import io.passgate.license.Pool;
import io.passgate.rest.Call;
import io.passgate.rest.Handler;
import io.passgate.rest.Reply;
import io.passgate.rest.RestProblem;
import io.passgate.rest.Router;
import io.passgate.session.Ending;
import io.passgate.session.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The routes under {@code /api/v1} ({@code admin-api.md}): users, allocations, sessions, denied access, license, explanation.
 * The caller puts the bearer token in front. Safe for use by many threads.
 */
public final class AdminApi {

    private static final Duration DENIED_SINCE = Duration.ofDays(7);

    private final UseCases use;
    private final InstantSource clock;

    /** Offers these use cases. */
    public AdminApi(UseCases use, InstantSource clock) {
        this.use = use;
        this.clock = clock;
    }

    /** What administration can do. */
    public record UseCases(
            Records records,
            Allocate allocate,
            EndSession endSession,
            Explain explain,
            Plan plan,
            ApplyRules applyRules,
            Optional<Release> release,
            LicenseSource license,
            LicenseOffice office) {}

    /** All routes. */
    public Router routes() {
        return Router.empty()
                .get("/api/v1/users", this::users)
                .get("/api/v1/users/{user}/explanation", this::explanation)
                .put("/api/v1/users/{user}/active", this::setActive)
                .get("/api/v1/allocations", this::allocations)
                .post("/api/v1/allocations/{type}/{user}/reinstatement", this::reinstate)
                .get("/api/v1/release", call -> released(release().dryRun()))
                .post("/api/v1/release", call -> released(release().run()))
                .get("/api/v1/denied/{requestId}", this::refusal)
                .post("/api/v1/allocations", this::allocate)
                .delete("/api/v1/allocations/{type}/{user}", this::withdraw)
                .get("/api/v1/sessions", this::sessions)
                .delete("/api/v1/sessions/{id}", this::end)
                .get("/api/v1/denied", this::denied)
                .and(new LicenseApi(use, clock).routes())
                .and(new RulesApi(use.records(), use.applyRules(), use.plan(), use.license(), clock).routes())
                .filtered(AdminApi::storeLost);
    }

    private Reply users(Call call) {
        return Reply.json(200, View.list("users", use.records().users(), View::user));
    }

    private Reply explanation(Call call) {
        User user = user("the path", call.parameter("user"));
        return Reply.json(200, View.verdict(user, use.explain().explain(user)));
    }

    private Reply allocations(Call call) {
        ObjectNode out = View.list("allocations", use.records().allocations(), View::allocation);
        out.setAll(View.list("pools", stock().pools(), View::pool));
        return Reply.json(200, out);
    }

    private Reply allocate(Call call) {
        JsonNode body = call.json();
        User user = user("\"user\"", text(body, "user"));
        AccessType type = type("\"type\"", text(body, "type"));
        ObjectNode out = View.list("pools", pools(type), View::pool)
                .put("user", user.written())
                .put("type", type.key());
        return switch (use.allocate().allocate(user, type)) {
            case ALLOCATED -> Reply.json(201, out.put("outcome", "allocated"));
            case REINSTATED -> Reply.json(200, out.put("outcome", "reinstated"));
            case HELD_ALREADY -> Reply.json(200, out.put("outcome", "held-already"));
            case POOL_EMPTY ->
                Reply.problem(
                        409,
                        "pool-empty",
                        "Every " + type.words() + " access pass is allocated: "
                                + pools(type).stream()
                                        .map(p -> p.allocated() + " of " + p.total())
                                        .collect(Collectors.joining())
                                + ". Withdraw one that is not needed, or extend the license.");
        };
    }

    private List<Pool> pools(AccessType type) {
        return stock().pools().stream().filter(p -> p.type() == type).toList();
    }

    private Stock stock() {
        Instant now = clock.instant();
        return use.records().stock(use.license().current(now).terms(), now);
    }

    private Reply withdraw(Call call) {
        AccessType type = type("the path", call.parameter("type"));
        User user = user("the path", call.parameter("user"));
        return use.allocate()
                .withdraw(user, type)
                .map(withdrawn -> withdrawn(user, withdrawn))
                .orElseGet(
                        () -> Reply.problem(404, "not-allocated", user.written() + " holds no " + words(type) + "."));
    }

    private Reply withdrawn(User user, Allocation allocation) {
        ObjectNode out = View.allocation(allocation)
                .put("outcome", allocation.quarantinedUntil().isPresent() ? "quarantined" : "released");
        use.allocate().givesBack(user, allocation.type()).ifPresent(rule -> out.put("givenBackBy", rule.name()));
        return Reply.json(200, out);
    }

    private Reply reinstate(Call call) {
        AccessType type = type("the path", call.parameter("type"));
        User user = user("the path", call.parameter("user"));
        return use.allocate().reinstate(user, type)
                ? Reply.empty(204)
                : Reply.problem(404, "not-quarantined", user.written() + " has no " + words(type) + " in quarantine.");
    }

    private Reply setActive(Call call) {
        User user = user("the path", call.parameter("user"));
        JsonNode active = call.json().path("active");
        if (!active.isBoolean()) {
            throw RestProblem.badRequest("bad-json", "\"active\" is missing or neither true nor false.");
        }
        use.allocate().setActive(user, active.booleanValue());
        return Reply.empty(204);
    }

    private Release release() {
        return use.release()
                .orElseThrow(() -> new RestProblem(
                        409, "not-configured", "Nothing is released: allocations.release is not configured."));
    }

    private static Reply released(List<Allocation> allocations) {
        return Reply.json(200, View.list("allocations", allocations, View::allocation));
    }

    private Reply refusal(Call call) {
        String id = call.parameter("requestId");
        return use.explain()
                .refusal(id)
                .map(denied -> Reply.json(200, View.refusal(denied)))
                .orElseGet(() -> Reply.problem(
                        404,
                        "no-such-refusal",
                        "No refusal with the request id " + id + " is recorded; of refusals that follow each other, the"
                                + " latest is."));
    }

    private static String words(AccessType type) {
        return type == AccessType.USER_ACCESS_PASS ? type.words() : type.words() + " access pass";
    }

    private Reply sessions(Call call) {
        Optional<User> user = call.query("user").map(name -> user("?user", name));
        List<SessionRecord> sessions = user.map(use.records()::sessions).orElseGet(use.records()::sessions);
        return Reply.json(200, View.list("sessions", sessions, View::session));
    }

    private Reply end(Call call) {
        SessionId id = new SessionId(call.parameter("id"));
        return use.endSession()
                        .end(id, Ending.ADMINISTRATOR)
                        .toCompletableFuture()
                        .join()
                        .isPresent()
                ? Reply.empty(204)
                : Reply.problem(404, "no-such-session", "No session " + id + " is open.");
    }

    private Reply denied(Call call) {
        Instant since = call.query("since").map(this::since).orElseGet(() -> clock.instant()
                .minus(DENIED_SINCE));
        return Reply.json(200, View.list("denied", use.records().denied(since), View::denied));
    }

    private Instant since(String text) {
        try {
            return text.startsWith("P") ? clock.instant().minus(Duration.parse(text)) : Instant.parse(text);
        } catch (DateTimeParseException | ArithmeticException e) {
            throw RestProblem.badRequest(
                    "bad-since", "?since expects a time such as 2026-11-21T08:00:00Z or a duration such as P7D.");
        }
    }

    private static String text(JsonNode body, String name) {
        JsonNode value = body.path(name);
        if (!value.isTextual()) {
            throw RestProblem.badRequest("bad-json", "\"" + name + "\" is missing or not a text.");
        }
        return value.textValue();
    }

    private static User user(String place, String written) {
        try {
            return User.parse(written);
        } catch (IllegalArgumentException e) {
            throw RestProblem.badRequest("bad-user", place + ": " + e.getMessage() + ".");
        }
    }

    private static AccessType type(String place, String key) {
        return AccessType.of(key)
                .filter(AccessType::allocated)
                .orElseThrow(() -> RestProblem.badRequest(
                        "bad-type",
                        place + ": expected one of "
                                + AccessType.ALLOCATED.stream()
                                        .map(AccessType::key)
                                        .collect(Collectors.joining(", "))
                                + "."));
    }

    private static Handler storeLost(Handler next) {
        return call -> {
            try {
                return next.handle(call);
            } catch (LedgerUnavailable e) {
                return Reply.problem(503, "store-lost", "The ledger cannot be reached: " + e.getMessage())
                        .withHeader("Retry-After", "10");
            }
        };
    }
}
