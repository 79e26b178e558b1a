package io.passgate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.admission.Assignments.Applied;
import io.passgate.admission.Assignments.Assignment;
import io.passgate.admission.Assignments.Change;
import io.passgate.admission.Assignments.Holder;
import io.passgate.admission.Assignments.Incoming;
import io.passgate.admission.Assignments.Minutes;
import io.passgate.admission.Assignments.Outgoing;
import io.passgate.admission.Assignments.State;
import io.passgate.decision.Refusal;
import io.passgate.decision.Verdict;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.Allocation;
import io.passgate.license.Grant;
import io.passgate.license.Quarantine;
import io.passgate.license.Terms;
import io.passgate.license.TestTerms;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/**
 * What every ledger does for the sync of assignments (design.md §5, decision 35): each change of an allocation is told once, in
 * order and without a gap, whatever races; what other sites did is taken up without being told again; two sites agree in the end.
 */
public abstract class AssignmentsContract extends LicenseFixture {

    private static final String LICENSE = "9999000000002782";
    private static final String HERE = "here";
    private static final YearMonth MARCH = YearMonth.of(2026, 3);
    private static final int ALL = 1_000;

    private final SharedAssignments backend = new SharedAssignments();

    private static Assignment told(User user, AccessType type, State state, Instant at) {
        return new Assignment(user, type, state, Optional.empty(), at);
    }

    private Applied apply(Assignment... told) {
        Outgoing asked = assignments().outgoing(0, START);
        return assignments().apply(new Incoming(asked.since(), 0, asked.since() + 1, List.of(told), List.of()), START);
    }

    private List<Change> pending() {
        return assignments().outgoing(ALL, START).changes();
    }

    private Applied sync(Assignments site, String name) {
        Applied applied = site.apply(backend.sync(name, site.outgoing(ALL, START)), START);
        return applied.again() ? site.apply(backend.sync(name, site.outgoing(ALL, START)), START) : applied;
    }

    @Test
    void nothingIsNumberedBeforeALicenseIsFollowed() {
        allocate(ANNA);

        assertThat(pending()).isEmpty();
        assertThat(assignments().progress()).isEqualTo(new Assignments.Progress("", 0, 0));
    }

    @Test
    void whatIsGivenOutAlreadyIsToldFirst() {
        allocate(ANNA);
        assignments().follow(LICENSE);
        allocate(BERT);

        assertThat(pending())
                .containsExactly(
                        new Change(1, told(ANNA, AccessType.PROFESSIONAL, State.ALLOCATED, START)),
                        new Change(2, told(BERT, AccessType.PROFESSIONAL, State.ALLOCATED, START)));
        assignments().follow(LICENSE);
        assertThat(pending()).as("the same license again changes nothing").hasSize(2);
        assertThat(assignments().progress().pending()).isEqualTo(2);
    }

    @Test
    void anotherLicenseBeginsAnewAndNoneForgetsAll() {
        assignments().follow(LICENSE);
        allocate(ANNA);
        withdraw(ANNA, AccessType.PROFESSIONAL, START);
        allocate(BERT);

        assignments().follow("other");
        assertThat(pending())
                .containsExactly(new Change(1, told(BERT, AccessType.PROFESSIONAL, State.ALLOCATED, START)));
        assignments().follow("");
        allocate(ANNA);
        assertThat(pending()).isEmpty();
    }

    @Test
    void eachWayOfChangingAnAllocationIsOneChange() {
        assignments().follow(LICENSE);
        records().allocate(ANNA, AccessType.USER_ACCESS_PASS, TERMS, START);
        opening(ANNA, START).open();
        Instant until = records()
                .withdraw(ANNA, AccessType.USER_ACCESS_PASS, TERMS, Quarantine.ALWAYS, START.plusSeconds(1))
                .orElseThrow()
                .quarantinedUntil()
                .orElseThrow();
        assertThat(records().reinstate(ANNA, AccessType.USER_ACCESS_PASS, TERMS, START.plusSeconds(2)))
                .isTrue();
        Terms converted = TestTerms.converting(TERMS, START.plusSeconds(3));
        records().adjust(converted, START.plusSeconds(3));

        assertThat(pending())
                .extracting(change -> change.made().state())
                .containsExactly(State.ALLOCATED, State.QUARANTINED, State.ALLOCATED, State.WITHDRAWN);
        assertThat(pending().get(1).made().until()).contains(until);
        assertThat(pending()).extracting(Change::number).as("without a gap").containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void whatARuleGivesAtAnOpeningIsToldAndARefusalTellsNothing() {
        assignments().follow(LICENSE);
        Terms one = terms(0, 1, 0);
        inForce(one, START, Map.of(), everybody(AccessType.ANALYZER));

        assertThat(granted(opening(ANNA, START).terms(one).open())).isTrue();
        assertThat(refused(opening(BERT, START).terms(one).open())).isTrue();
        assertThat(records().allocate(BERT, AccessType.ANALYZER, one, START))
                .isEqualTo(Records.AllocationOutcome.POOL_EMPTY);

        assertThat(pending()).containsExactly(new Change(1, told(ANNA, AccessType.ANALYZER, State.ALLOCATED, START)));
    }

    @Test
    void changesOutliveARestartAndGoOnlyWhenTheyAreAcknowledged() {
        assignments().follow(LICENSE);
        allocate(ANNA);
        allocate(BERT);
        pending();
        restart();

        assertThat(pending()).extracting(Change::number).containsExactly(1L, 2L);
        assignments().apply(new Incoming(0, 1, 1, List.of(), List.of()), START);
        assertThat(pending()).extracting(Change::number).containsExactly(2L);
        assertThat(assignments().outgoing(0, START).since()).isEqualTo(1);
    }

    /** A change is later than what it changes, even if this machine's clock is slow. */
    @Test
    void aChangeIsLaterThanWhatItChanges() {
        assignments().follow(LICENSE);
        apply(told(ANNA, AccessType.PROFESSIONAL, State.ALLOCATED, START.plusSeconds(90)));

        withdraw(ANNA, AccessType.PROFESSIONAL, START);

        assertThat(pending().get(0).made().at()).isAfter(START.plusSeconds(90)).isBefore(START.plusSeconds(91));
    }

    @Test
    void whatAnotherSiteGivesLetsInAndIsNotToldAgain() {
        assignments().follow(LICENSE);

        Applied applied = apply(told(ANNA, AccessType.ANALYZER, State.ALLOCATED, START));

        assertThat(applied.gained()).containsExactly(new Holder(ANNA, AccessType.ANALYZER));
        assertThat(granted(opening(ANNA, START).open())).isTrue();
        assertThat(pending()).isEmpty();
        assertThat(stock(TERMS, START).pool(AccessType.ANALYZER).allocated()).isEqualTo(1);
        assertThat(apply(told(ANNA, AccessType.ANALYZER, State.ALLOCATED, START)))
                .as("the same once more changes nothing")
                .isEqualTo(new Applied(false, false, List.of(), List.of()));
        assertThat(stock(TERMS, START).pool(AccessType.ANALYZER).allocated()).isEqualTo(1);
    }

    @Test
    void whatAnotherSiteWithdrawsIsGone() {
        assignments().follow(LICENSE);
        apply(told(ANNA, AccessType.ANALYZER, State.ALLOCATED, START));

        assertThat(apply(told(ANNA, AccessType.ANALYZER, State.WITHDRAWN, START.plusSeconds(1)))
                        .lost())
                .containsExactly(new Holder(ANNA, AccessType.ANALYZER));

        assertThat(records().allocations()).isEmpty();
        assertThat(stock(TERMS, START).pool(AccessType.ANALYZER).allocated()).isZero();
        assertThat(refused(opening(ANNA, START).open())).isTrue();
    }

    @Test
    void whatAnotherSiteQuarantinesTakesItsSeatUntilThen() {
        assignments().follow(LICENSE);
        Instant until = days(7);
        Assignment quarantined =
                new Assignment(ANNA, AccessType.ANALYZER, State.QUARANTINED, Optional.of(until), START);
        apply(quarantined);

        assertThat(allocation(ANNA, AccessType.ANALYZER).orElseThrow().state()).isEqualTo(Allocation.State.QUARANTINED);
        assertThat(stock(TERMS, START).pool(AccessType.ANALYZER).allocated()).isEqualTo(1);
        assertThat(stock(TERMS, until).pool(AccessType.ANALYZER).allocated()).isZero();
        assertThat(apply(told(ANNA, AccessType.ANALYZER, State.ALLOCATED, START.plusSeconds(1)))
                        .gained())
                .as("reinstated there")
                .hasSize(1);
        assignments()
                .apply(
                        new Incoming(
                                assignments().outgoing(0, START).since(),
                                0,
                                9,
                                List.of(new Assignment(
                                        BERT, AccessType.ANALYZER, State.QUARANTINED, Optional.of(START), START)),
                                List.of()),
                        START);
        assertThat(allocation(BERT, AccessType.ANALYZER)).as("over already").isEmpty();
    }

    /** Domain.md §1.5: what comes from elsewhere may be more than the seats; who came last is excess, on every site. */
    @Test
    void whatExceedsTheSeatsIsExcessInTheOrderOfGiving() {
        assignments().follow(LICENSE);
        Terms two = terms(0, 2, 0);
        records().allocate(user(1), AccessType.ANALYZER, two, START.plusSeconds(1));
        records().allocate(user(3), AccessType.ANALYZER, two, START.plusSeconds(3));
        opening(user(3), START.plusSeconds(60)).terms(two).open();
        Incoming other = new Incoming(
                0, 0, 2, List.of(told(user(2), AccessType.ANALYZER, State.ALLOCATED, START.plusSeconds(2))), List.of());

        assignments().apply(other, START.plusSeconds(61));
        records().adjust(two, START.plusSeconds(61));

        assertThat(records().allocations())
                .filteredOn(Allocation::admits)
                .extracting(Allocation::user)
                .containsExactly(user(1), user(2));
        assertThat(allocation(user(3), AccessType.ANALYZER).orElseThrow().state())
                .isEqualTo(Allocation.State.EXCESS);
        assertThat(pending()).as("excess is no change").hasSize(2);
        assertThat(records().allocate(user(4), AccessType.ANALYZER, two, START))
                .isEqualTo(Records.AllocationOutcome.POOL_EMPTY);
    }

    @Test
    void anAssignmentWaitsWhileAChangeOfTheSameIsStillToBeTold() {
        assignments().follow(LICENSE);
        allocate(ANNA);

        Applied applied = apply(told(ANNA, AccessType.PROFESSIONAL, State.WITHDRAWN, START.plusSeconds(1)));

        assertThat(applied).isEqualTo(new Applied(true, false, List.of(), List.of()));
        assertThat(allocation(ANNA, AccessType.PROFESSIONAL)).isPresent();
        assertThat(assignments().outgoing(0, START).since())
                .as("asked for again")
                .isZero();
    }

    @Test
    void minutesUsedElsewhereCountAndTheOwnNeverGoBelowWhatTheBackendKnows() {
        assignments().follow(LICENSE);
        Terms capacity = TestTerms.capacity(TERMS, 30, 0);
        inForce(capacity, START, Map.of(), rule("all", Grant.of(AccessType.ANALYZER_CAPACITY), EVERYBODY));
        assertThat(granted(opening(ANNA, START).terms(capacity).open())).isTrue();
        assertThat(assignments().outgoing(0, START).minutes()).containsExactly(new Minutes(MARCH, 6, 6));

        assignments().apply(new Incoming(0, 0, 0, List.of(), List.of(new Minutes(MARCH, 12, 24))), START);

        assertThat(stock(capacity, START).minutesUsed()).isEqualTo(24);
        assertThat(assignments().outgoing(0, START).minutes()).containsExactly(new Minutes(MARCH, 12, 24));
        assertThat(granted(opening(BERT, START).terms(capacity).open())).isTrue();
        Opening.Outcome last = opening(user(1), START).terms(capacity).open();
        assertThat(((Verdict.Refused) last.verdict()).reason()).isEqualTo(Refusal.MINUTES_USED_UP);
        restart();
        assertThat(stock(capacity, START).minutesUsed()).isEqualTo(30);
    }

    @Test
    void aMonthIsToldUntilTheBackendKnowsAllOfIt() {
        assignments().follow(LICENSE);
        Terms capacity = TestTerms.capacity(TERMS, 30, 0);
        inForce(capacity, START, Map.of(), rule("all", Grant.of(AccessType.ANALYZER_CAPACITY), EVERYBODY));
        opening(ANNA, START).terms(capacity).open();
        Instant april = days(40);

        assertThat(assignments().outgoing(0, april).minutes())
                .containsExactly(new Minutes(YearMonth.of(2026, 4), 0, 0), new Minutes(MARCH, 6, 6));
        assignments().apply(new Incoming(0, 0, 0, List.of(), List.of(new Minutes(MARCH, 6, 6))), april);
        assertThat(assignments().outgoing(0, april).minutes())
                .containsExactly(new Minutes(YearMonth.of(2026, 4), 0, 0));
    }

    /** Yesterday's file of the ledger: the backend has applied more than this one ever sent. */
    @Test
    void aRestoredLedgerTakesWhatItHasForgottenAndNumbersOnFromThere() {
        assignments().follow(LICENSE);
        backend.sync(HERE, new Outgoing(0, changes(3), List.of()));
        records().allocate(user(9), AccessType.ANALYZER, TERMS, START.plusSeconds(9));

        Applied first = assignments().apply(backend.sync(HERE, assignments().outgoing(0, START)), START);
        assertThat(first).isEqualTo(new Applied(true, true, List.of(), List.of()));
        assertThat(pending()).extracting(Change::number).containsExactly(4L);
        Applied second = assignments().apply(backend.sync(HERE, assignments().outgoing(ALL, START)), START);

        assertThat(second.gained()).hasSize(3);
        assertThat(records().allocations()).hasSize(4);
        assertThat(assignments().progress()).isEqualTo(new Assignments.Progress(LICENSE, 0, backend.revision()));
    }

    private static List<Change> changes(int number) {
        return LongStream.rangeClosed(1, number)
                .mapToObj(n ->
                        new Change(n, told(user((int) n), AccessType.ANALYZER, State.ALLOCATED, START.plusSeconds(n))))
                .toList();
    }

    /** A backend that was restored, or another one: it is told everything anew. */
    @Test
    void aBackendThatHasForgottenIsToldEverythingAnew() {
        assignments().follow(LICENSE);
        allocate(ANNA);
        allocate(BERT);
        sync(assignments(), HERE);
        SharedAssignments empty = new SharedAssignments();

        Applied applied = assignments().apply(empty.sync(HERE, assignments().outgoing(0, START)), START);

        assertThat(applied.restored()).isTrue();
        assertThat(pending()).extracting(Change::number).containsExactly(1L, 2L);
        assignments().apply(empty.sync(HERE, assignments().outgoing(ALL, START)), START);
        assertThat(records().allocations()).hasSize(2);
        assertThat(assignments().progress().pending()).isZero();
    }

    @Test
    void whatWasWithdrawnSinceDoesNotComeBackWithARestoredBackend() {
        assignments().follow(LICENSE);
        allocate(ANNA);
        allocate(BERT);
        sync(assignments(), HERE);
        SharedAssignments copy = backend.copy();
        Instant later = START.plusSeconds(60);
        withdraw(ANNA, AccessType.PROFESSIONAL, later);
        sync(assignments(), HERE);

        for (int i = 0; i < 3; i++) {
            assignments().apply(copy.sync(HERE, assignments().outgoing(ALL, later)), later);
        }

        assertThat(records().allocations()).extracting(Allocation::user).containsExactly(BERT);
        MemoryLedger other = new MemoryLedger();
        other.follow(LICENSE);
        other.apply(copy.sync("there", other.outgoing(ALL, later)), later);
        assertThat(other.allocations()).extracting(Allocation::user).containsExactly(BERT);
    }

    @RepeatedTest(ROUNDS)
    void racingChangesAreNumberedWithoutGapAndTellWhatIsSo() {
        assignments().follow(LICENSE);
        Terms few = terms(0, 7, 0);
        inForce(few, START, Map.of(), everybody(AccessType.ANALYZER));
        race(IntStream.range(0, RACERS)
                .<Callable<Object>>mapToObj(i -> switch (i % 4) {
                    case 0 -> () -> records().allocate(user(i), AccessType.ANALYZER, few, START);
                    case 1 -> () -> opening(user(i), START).terms(few).open();
                    case 2 -> () -> withdraw(user(i - 1), AccessType.ANALYZER, START);
                    default ->
                        () -> assignments()
                                .apply(
                                        new Incoming(
                                                0,
                                                0,
                                                0,
                                                List.of(told(user(i), AccessType.ANALYZER, State.ALLOCATED, START)),
                                                List.of()),
                                        START);
                })
                .toList());
        MemoryLedger other = new MemoryLedger();
        other.follow(LICENSE);

        List<Change> changes = pending();
        assertThat(changes)
                .extracting(Change::number)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, changes.size()).boxed().toList());
        assertThat(stock(few, START).pool(AccessType.ANALYZER).allocated())
                .isEqualTo(records().allocations().size());
        sync(assignments(), HERE);
        sync(other, "there");
        assertThat(other.allocations())
                .extracting(Allocation::user)
                .as("what was made here is known there")
                .containsExactlyInAnyOrderElementsOf(madeHere(changes));
    }

    private List<User> madeHere(List<Change> changes) {
        return records().allocations().stream()
                .map(Allocation::user)
                .filter(user -> changes.stream().anyMatch(c -> c.made().user().equals(user)))
                .toList();
    }

    /** Two sites change the same users at random, answers are lost and come twice; the seed is told. */
    @RepeatedTest(ROUNDS)
    void twoSitesAgreeInTheEndWhateverIsCutAndDoubled() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        MemoryLedger there = new MemoryLedger();
        List<Subject> sites =
                List.of(new Subject(ledger(), records(), assignments()), new Subject(there, there, there));
        sites.forEach(site -> site.assignments().follow(LICENSE));
        Terms few = terms(3, 4, 2);
        for (int step = 1; step <= 200; step++) {
            int which = random.nextInt(2);
            Subject site = sites.get(which);
            Instant now = START.plus(Duration.ofSeconds(step)).plusSeconds(which == 0 ? 0 : -30);
            AccessType type = AccessType.ALLOCATED.get(random.nextInt(3));
            User user = user(random.nextInt(8));
            switch (random.nextInt(6)) {
                case 0, 1 -> site.records().allocate(user, type, few, now);
                case 2 -> site.records().withdraw(user, type, few, Quarantine.BY_FAMILY, now);
                case 3 -> site.records().withdraw(user, type, few, Quarantine.ALWAYS, now);
                case 4 -> site.records().adjust(few, now);
                default -> cutOrDoubled(site.assignments(), which == 0 ? HERE : "there", random, now);
            }
        }
        for (int round = 0; round < 3; round++) {
            sync(assignments(), HERE);
            sync(there, "there");
        }
        Instant end = START.plusSeconds(300);
        sites.forEach(site -> site.records().adjust(few, end));

        assertThat(held(records())).as("seed " + seed).isEqualTo(held(there));
        assertThat(assignments().progress().pending()).as("seed " + seed).isZero();
        assertThat(stock(few, end).pools())
                .as("seed " + seed)
                .isEqualTo(there.stock(few, end).pools());
    }

    private void cutOrDoubled(Assignments site, String name, Random random, Instant now) {
        Outgoing told = site.outgoing(1 + random.nextInt(5), now);
        Incoming answer = backend.sync(name, told, 1 + random.nextInt(5));
        if (random.nextBoolean()) {
            answer = backend.sync(name, told, 1 + random.nextInt(5));
        }
        if (random.nextBoolean()) {
            site.apply(answer, now);
        }
    }

    private static List<String> held(Records records) {
        List<String> held = new ArrayList<>();
        records.allocations()
                .forEach(a -> held.add(a.user() + " " + a.type() + " " + a.state() + " " + a.quarantinedUntil()));
        return held;
    }
}
