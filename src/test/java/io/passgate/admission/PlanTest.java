package io.passgate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.Allocation;
import io.passgate.license.Terms;
import io.passgate.license.TestTerms;
import io.passgate.session.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who gains and who loses, before it is so and when it is (domain.md §1.5 and §5). */
class PlanTest {

    private final TestGate gate = new TestGate();

    @BeforeEach
    void threeUsers() {
        gate.terms.set(TestTerms.of(3, 0, 2));
        for (String name : List.of("anna", "bert", "carl")) {
            gate.allocated("CORP\\" + name);
            gate.clock.forward(Duration.ofMinutes(1));
        }
    }

    private static List<String> named(List<Plan.Row> rows) {
        return rows.stream().map(row -> row.user().id() + " " + row.why()).toList();
    }

    private AdmittedSession open(String name) {
        return new TestBrowser(gate, "192.0.2.7", "B")
                .signIn(User.parse("CORP\\" + name))
                .session();
    }

    @Test
    void fewerProfessionalsCostTheLeastRecentlyUsed() {
        open("anna");

        Plan.Outcome plan = gate.plan().of(TestTerms.of(1, 0, 2), gate.records.rules(), gate.clock.instant());

        assertThat(named(plan.losing())).containsExactly("bert excess", "carl excess");
        assertThat(plan.gaining()).isEmpty();
        assertThat(plan.rows()).hasSize(3);
        assertThat(gate.records.allocations()).as("changes nothing").allMatch(Allocation::admits);
    }

    @Test
    void whereAssignmentsAreSharedTheOrderOfGivingCountsAsEverySiteKnowsIt() {
        gate.records.follow("9999000000001234");
        open("carl");

        Plan.Outcome plan = gate.plan().of(TestTerms.of(1, 0, 2), gate.records.rules(), gate.clock.instant());

        assertThat(named(plan.losing())).containsExactly("bert excess", "carl excess");
        gate.terms.set(TestTerms.of(1, 0, 2));
        gate.applyTerms().run();
        assertThat(gate.records.allocations())
                .filteredOn(a -> !a.admits())
                .extracting(a -> a.user().id())
                .containsExactly("bert", "carl");
    }

    @Test
    void whatThePlanSaysIsWhatComesAndRoomBringsThemBack() {
        AdmittedSession anna = open("anna");
        AdmittedSession bert = open("bert");
        Terms before = gate.terms.get();
        gate.terms.set(TestTerms.of(1, 0, 2));
        List<String> losing = named(gate.plan()
                .between(
                        new Plan.Situation(before, gate.records.rules(), gate.clock.instant()),
                        gate.plan().now())
                .losing());

        gate.applyTerms().changed(before, gate.terms.get());

        assertThat(losing).hasSize(2);
        assertThat(gate.records.allocations().stream()
                        .filter(a -> !a.admits())
                        .map(a -> a.user().id() + " excess"))
                .containsExactlyElementsOf(losing);
        assertThat(List.of(anna, bert)).filteredOn(s -> s.ended().isEmpty()).hasSize(1);
        gate.terms.set(before);
        gate.applyTerms().run();
        assertThat(gate.records.allocations()).allMatch(Allocation::admits);
    }

    @Test
    void conversionDateTakesTokensAway() {
        Instant date = gate.clock.instant().plus(Duration.ofDays(10));
        gate.terms.set(TestTerms.converting(TestTerms.of(3, 0, 2), date));
        User dora = User.parse("CORP\\dora");
        gate.allocate().allocate(dora, AccessType.USER_ACCESS_PASS);
        AdmittedSession session = open("dora");

        assertThat(named(gate.plan()
                        .of(gate.terms.get(), gate.records.rules(), date)
                        .losing()))
                .containsExactly("dora nothing-allocated");
        gate.applyTerms().run();
        assertThat(session.ended()).isEmpty();
        gate.clock.forward(Duration.ofMinutes(20));
        open("dora");
        gate.clock.forward(Duration.ofDays(10));
        gate.applyTerms().run();

        assertThat(gate.records.allocations()).noneMatch(a -> a.user().equals(dora));
        assertThat(gate.records.sessions(dora)).isEmpty();
    }

    @Test
    void rulesThatGiveSayWhoGainsUntilThePoolIsEmpty() {
        gate.terms.set(TestTerms.of(3, 1, 0));
        for (String name : List.of("dora", "emil")) {
            new TestBrowser(gate, "192.0.2.7", "B")
                    .signIn(User.parse("CORP\\" + name))
                    .open();
            gate.clock.forward(Duration.ofMinutes(1));
        }

        Plan.Outcome plan =
                gate.plan().of(gate.terms.get(), TestRules.everybody(AccessType.ANALYZER), gate.clock.instant());

        assertThat(named(plan.gaining())).as("who was seen last comes first").containsExactly("emil analyzer");
        assertThat(plan.losing()).isEmpty();
    }

    @Test
    void sessionsWhosePassIsGoneEndWhateverWasInterrupted() {
        AdmittedSession anna = open("anna");
        AdmittedSession bert = open("bert");
        gate.records.withdraw(
                User.parse("CORP\\anna"),
                AccessType.PROFESSIONAL,
                gate.terms.get(),
                io.passgate.license.Quarantine.BY_FAMILY,
                gate.clock.instant());

        gate.applyTerms().run();

        assertThat(anna.ended()).contains(Ending.WITHDRAWN);
        assertThat(bert.ended()).isEmpty();
    }

    @Test
    void termsThatAreNotKnownChangeNothing() {
        gate.terms.set(LicenseSource.NO_TERMS);

        assertThat(gate.applyTerms().run().isEmpty()).isTrue();
        assertThat(gate.records.allocations()).allMatch(Allocation::admits);
    }
}
