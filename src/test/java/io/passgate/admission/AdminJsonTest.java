package io.passgate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.passgate.admin.AdminApi;
import io.passgate.decision.AtLimit;
import io.passgate.decision.Policy;
import io.passgate.decision.Policy.Enforcement;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.ReleaseRule;
import io.passgate.license.TestTerms;
import io.passgate.rest.RestServer;
import io.passgate.rest.RestSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The JSON of the admin API that the commands print (admin-api.md; domain.md §1.2, §1.3, §1.5), on a ledger in memory. */
@Timeout(30)
class AdminJsonTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final User ANNA = User.parse("CORP\\anna");
    private static final String MINUTES = "{\"capacity\": {\"minutes\": 60, \"overage\": 0}}";

    private final TestGate gate = new TestGate();
    private final HttpClient http = HttpClient.newHttpClient();
    private Optional<RestServer> server = Optional.empty();
    private int port;

    @BeforeEach
    void start() throws IOException {
        serve(Optional.empty());
    }

    private void serve(Optional<Release> release) throws IOException {
        close();
        AdminApi.UseCases use = new AdminApi.UseCases(
                gate.records,
                gate.allocate(),
                gate.endSession,
                gate.explain(),
                gate.plan(),
                new ApplyRules(gate.records, gate.license, gate.policy::get, gate.waiting, gate.clock),
                release,
                gate.license,
                new Office());
        RestServer started =
                new RestServer(RestSettings.of("admin", "127.0.0.1", 0), new AdminApi(use, gate.clock).routes());
        port = started.start();
        server = Optional.of(started);
    }

    @AfterEach
    void close() {
        server.ifPresent(RestServer::close);
    }

    /** Says what the gate's terms and standing are. */
    private final class Office implements LicenseOffice {
        @Override
        public LicenseStatus status(Instant now) {
            return new LicenseStatus(
                    Form.SIGNED_KEY,
                    "1",
                    gate.terms.get(),
                    gate.standing.get(),
                    Optional.empty(),
                    "",
                    Optional.empty(),
                    List.of());
        }

        @Override
        public LicenseStatus verify() {
            return status(gate.clock.instant());
        }
    }

    private record Said(int status, JsonNode body) {}

    private Said call(String method, String path, String body) {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/" + path))
                            .header("Content-Type", "application/json")
                            .method(method, BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
            String text = answer.body().isEmpty() ? "{}" : answer.body();
            return new Said(answer.statusCode(), JSON.readTree(text));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(method + " " + path, e);
        }
    }

    private JsonNode get(String path) {
        return call("GET", path, "").body();
    }

    private JsonNode planned(String terms) {
        Said plan = call("POST", "license/plan", terms);
        assertThat(plan.status()).as(plan.toString()).isEqualTo(200);
        return plan.body();
    }

    private static String rule(String when, String more) {
        return "{\"rules\": [{\"name\": \"r\", \"grants\": \"analyzer\", \"when\": \"%s\"}]%s}".formatted(when, more);
    }

    @Test
    void statusShowsCapacityWithItsOverageAndTheConversion() {
        gate.terms.set(TestTerms.converting(
                TestTerms.capacity(TestGate.TERMS, 60, 12), TestGate.START.plus(Duration.ofDays(9))));
        gate.rules(TestRules.everybody(AccessType.ANALYZER_CAPACITY));
        new TestBrowser(gate, "192.0.2.7", "B").signIn(ANNA).session();

        JsonNode status = get("license");

        assertThat(status.path("capacity").toString())
                .isEqualTo(
                        "{\"minutes\":60,\"overage\":12,\"used\":6,\"left\":66,\"resets\":\"2026-04-01T00:00:00Z\"}");
        assertThat(status.path("conversion").asText()).isEqualTo("2026-03-11T08:00:00Z");
        assertThat(status.path("validFrom").asText()).startsWith("2025-");
        assertThat(status.has("validTo")).as("it does not end").isFalse();
    }

    @Test
    void rulesAreListedWithTheFiguresOfTheirGroups() {
        gate.terms.set(TestTerms.of(0, 0, 3));
        gate.rules(TestRules.group("visitors", 2));
        new TestBrowser(gate, "192.0.2.7", "B").signIn(ANNA).session();

        assertThat(get("rules").path("loginGroups").toString())
                .isEqualTo(
                        "[{\"name\":\"visitors\",\"tokens\":2,\"tokensHeld\":2,\"passes\":20,\"used\":1,\"remaining\":19}]");
    }

    @Test
    void rulesWithErrorsAreRefusedUntilTheyAreForced() {
        String never = "user.userId = 'a' and user.userId = 'b'";

        Said refused = call("PUT", "rules", rule(never, ""));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body().path("reason").asText()).isEqualTo("rule-errors");
        assertThat(refused.body().path("detail").asText()).startsWith("Nothing was changed: r: ");
        assertThat(gate.records.rules()).isEqualTo(SiteRules.NONE);

        Said forced = call("PUT", "rules", rule(never, ", \"force\": true"));
        assertThat(forced.status()).isEqualTo(200);
        assertThat(forced.body().path("findings").path(0).path("level").asText())
                .isEqualTo("error");
        assertThat(gate.records.rules().rules().all()).hasSize(1);
    }

    @Test
    void releaseIsToldDryAndThenDone() throws IOException {
        assertThat(call("GET", "release", "").status()).isEqualTo(409);
        gate.allocated("CORP\\anna");
        gate.clock.forward(Duration.ofDays(30));
        ReleaseRule rule = new ReleaseRule(Duration.ofDays(30), Set.of(), Set.of(AccessType.PROFESSIONAL));
        serve(Optional.of(
                new Release(gate.records, gate.allocate(), gate.license, gate.policy::get, rule, gate.clock)));

        for (String method : List.of("GET", "POST")) {
            assertThat(gate.records.allocations()).as("until then").hasSize(1);
            assertThat(call(method, "release", "").body().path("allocations").findValuesAsText("user"))
                    .containsExactly("CORP\\anna");
        }
        assertThat(gate.records.allocations()).isEmpty();
    }

    @Test
    void withdrawalNamesTheRuleThatWouldGiveItBack() {
        gate.allocated("CORP\\anna");
        gate.rules(TestRules.everybody(AccessType.PROFESSIONAL));

        JsonNode withdrawn =
                call("DELETE", "allocations/professional/CORP%5Canna", "").body();

        assertThat(withdrawn.path("outcome").asText()).isEqualTo("released");
        assertThat(withdrawn.path("givenBackBy").asText()).isEqualTo("the rule");
    }

    @Test
    void explanationTellsUntilWhenItIsPaidAndWhatShadowWouldHaveRefused() {
        gate.rules(TestRules.everybody(AccessType.ANALYZER_CAPACITY));
        gate.terms.set(TestTerms.capacity(TestGate.TERMS, 60, 0));
        assertThat(get("users/CORP%5Canna/explanation").path("paidUntil").asText())
                .isEqualTo("2026-03-02T08:06:00Z");

        gate.policy.set(new Policy(
                5,
                Duration.ofMinutes(5),
                AtLimit.REFUSE,
                Set.of(),
                Enforcement.SHADOW,
                Enforcement.ENFORCE,
                Optional.empty()));
        gate.terms.set(TestRules.may(TestGate.TERMS, false, Optional.of(TestGate.START.plus(Duration.ofDays(1)))));
        JsonNode shadowed = get("users/CORP%5Canna/explanation");
        assertThat(shadowed.path("verdict").asText()).isEqualTo("granted");
        assertThat(shadowed.path("shadowed").asText()).isEqualTo("minutes-used-up");
        assertThat(shadowed.path("paidUntil").asText()).isEqualTo("2026-03-03T08:00:00Z");
    }

    @Test
    void planTakesTheFamilyTheDaysAndWhatMayBeLoosened() {
        gate.terms.set(TestTerms.capacity(TestGate.TERMS, 60, 0));
        gate.rules(TestRules.everybody(AccessType.ANALYZER_CAPACITY));
        new TestBrowser(gate, "192.0.2.7", "B").signIn(ANNA).session();

        JsonNode toFile = planned("{\"form\": \"License Enabler File\", \"seats\": {\"professional\": 10},"
                + " \"may\": {\"parallel\": 3}}");
        assertThat(toFile.path("losing").findValuesAsText("user"))
                .as("no capacity by file")
                .containsExactly("CORP\\anna");
        assertThat(toFile.path("terms").findValuesAsText("term"))
                .containsExactly("form", "seats.analyzer", "capacity.minutes", "may.parallel");
        assertThat(toFile.path("terms").path(0).path("after").asText()).isEqualTo("License Enabler File");

        assertThat(planned(MINUTES).path("losing")).as("the same minutes").isEmpty();
        gate.terms.set(TestTerms.enablerFile(TestGate.TERMS));
        JsonNode back = planned("{\"form\": \"offline definition\", " + MINUTES.substring(1));
        assertThat(back.path("gaining").findValuesAsText("user")).containsExactly("CORP\\anna");
        assertThat(back.path("terms").path(0).path("after").asText()).isEqualTo("signed license key");
    }

    @Test
    void planTellsThatALicenseHasEndedOrHasNotBegun() {
        gate.allocated("CORP\\anna");
        String seats = "{\"seats\": {\"professional\": 10, \"analyzer\": 10}, ";

        for (String day :
                List.of("\"validTo\": \"2026-03-02T08:00:00Z\"}", "\"validFrom\": \"2026-03-02T08:00:01Z\"}")) {
            JsonNode plan = planned(seats + day);
            assertThat(plan.path("losing").findValuesAsText("user")).as(day).containsExactly("CORP\\anna");
            assertThat(plan.path("terms")).hasSize(1);
        }
        assertThat(planned(seats + "\"validTo\": null}").path("losing")).isEmpty();
        gate.terms.set(
                TestTerms.holding(TestGate.TERMS, TestGate.START, Optional.of(TestGate.START.plusSeconds(60)), false));
        assertThat(call("GET", "license/plan?at=2026-03-03", "").body().path("losing"))
                .hasSize(1);
    }

    @Test
    void termsThatNoLicenseCouldHaveAreRefused() {
        for (String terms : List.of(
                "{\"form\": \"QlikView\"}",
                "{\"form\": \"License Enabler File\", " + MINUTES.substring(1),
                "{\"form\": \"License Enabler File\", \"seats\": {\"analyzer\": 1, \"user-access-pass\": 1}}",
                "{\"validTo\": \"tomorrow\"}",
                "{\"may\": {\"parallel\": 0}}")) {
            Said refused = call("POST", "license/plan", terms);
            assertThat(refused.status()).as(terms).isEqualTo(400);
            assertThat(refused.body().path("reason").asText()).isEqualTo("bad-terms");
        }
    }
}
