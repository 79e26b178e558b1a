package io.passgate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.decision.LedgerView;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.Terms;
import io.passgate.session.Ending;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;

/** The invariants of design.md §3 with 64 threads at once, on every ledger. */
public abstract class LedgerRaceContract extends LedgerFixture {

    @RepeatedTest(ROUNDS)
    void racingOpeningsOfOneUserNeverPassTheLimit() {
        allocate(ANNA);

        List<Opening.Outcome> outcomes = race(i -> opening(ANNA, START));

        assertThat(outcomes).filteredOn(LedgerFixture::granted).hasSize(5);
        assertThat(outcomes).filteredOn(LedgerFixture::refused).hasSize(RACERS - 5);
        assertThat(records().sessions(ANNA)).hasSize(5);
        assertThat(records().denied(START)).singleElement().satisfies(d -> assertThat(d.count())
                .isEqualTo(RACERS - 5));
    }

    @RepeatedTest(ROUNDS)
    void racingRequestsOfOneBurstAreOneSession() {
        allocate(ANNA);

        List<Opening.Outcome> outcomes = race(i -> opening(ANNA, START).burst("credentials", "request " + i));

        assertThat(outcomes).filteredOn(LedgerFixture::granted).hasSize(1);
        assertThat(outcomes).filteredOn(LedgerFixture::renewed).hasSize(RACERS - 1);
        assertThat(outcomes.stream().map(Opening.Outcome::session).distinct()).hasSize(1);
        assertThat(records().sessions(ANNA)).hasSize(1);
    }

    @RepeatedTest(ROUNDS)
    void racingRequestsOfACookieLessClientAreOneSession() {
        allocate(ANNA);

        List<Opening.Outcome> outcomes = race(i -> opening(ANNA, START).cookieLess("client"));

        assertThat(outcomes).filteredOn(LedgerFixture::granted).hasSize(1);
        assertThat(records().sessions(ANNA)).hasSize(1);
    }

    @RepeatedTest(ROUNDS)
    void racingUsersDoNotDisturbEachOther() {
        List<User> users = IntStream.range(0, 8)
                .mapToObj(i -> User.parse("CORP\\user" + i))
                .toList();
        users.forEach(this::allocate);

        List<Opening.Outcome> outcomes = race(i -> opening(users.get(i % 8), START));

        assertThat(outcomes).filteredOn(LedgerFixture::granted).hasSize(8 * 5);
        Map<User, Long> sessions = records().sessions().stream()
                .collect(Collectors.groupingBy(r -> r.session().user(), Collectors.counting()));
        assertThat(sessions).hasSize(8).allSatisfy((user, count) -> assertThat(count)
                .isEqualTo(5));
    }

    @RepeatedTest(ROUNDS)
    void racingToEndOneSessionEndsItOnce() {
        allocate(ANNA);
        AdmittedSession first = fill(ANNA, START).get(0);
        AtomicInteger told = new AtomicInteger();
        first.started(how -> told.incrementAndGet());

        List<Optional<SessionRecord>> ended = race(IntStream.range(0, RACERS)
                .<Callable<Optional<SessionRecord>>>mapToObj(
                        i -> () -> end(first, Ending.LOG_OUT, START.plusSeconds(1)))
                .toList());

        assertThat(ended).filteredOn(Optional::isPresent).hasSize(1);
        assertThat(told).hasValue(1);
        LedgerView view = view(ANNA);
        assertThat(view.sessions().sessions()).hasSize(4);
        assertThat(view.sessions().holds()).hasSize(1);
    }

    @RepeatedTest(ROUNDS)
    void racingToTakeTheSlotOfOneSessionLetsOneIn() {
        allocate(ANNA);
        AdmittedSession other = fill(ANNA, START).get(0);

        List<Opening.Outcome> outcomes =
                race(i -> opening(ANNA, START.plusSeconds(1)).endFirst(other));

        assertThat(outcomes).filteredOn(LedgerFixture::granted).hasSize(1);
        assertThat(outcomes).flatExtracting(Opening.Outcome::ended).hasSize(1);
        assertThat(records().sessions(ANNA)).hasSize(5);
    }

    @RepeatedTest(ROUNDS)
    void racingAtTheLimitDisplacesOneForOne() {
        allocate(ANNA);
        fill(ANNA, START);

        List<Opening.Outcome> outcomes =
                race(i -> opening(ANNA, START.plusSeconds(1)).endLongestIdle());

        assertThat(outcomes).allMatch(LedgerFixture::granted);
        assertThat(outcomes)
                .flatExtracting(Opening.Outcome::ended)
                .extracting(e -> e.session().session().id())
                .hasSize(RACERS)
                .doesNotHaveDuplicates();
        assertThat(view(ANNA).sessions().taken()).isEqualTo(5);
    }

    /** Whatever comes first, memory and ledger agree: nobody goes on with a session that has ended. */
    @RepeatedTest(ROUNDS * 4)
    void joiningWhileTheSessionEndsLeavesNothingHalfDone() {
        allocate(ANNA);
        AdmittedSession first =
                opening(ANNA, START).burst("credentials").open().session().orElseThrow();
        Instant at = START.plusSeconds(1);

        List<Object> done = race(List.of(
                () -> end(first, Ending.LOG_OUT, at),
                () -> opening(ANNA, at).burst("credentials").open()));

        Opening.Outcome joining = (Opening.Outcome) done.get(1);
        AdmittedSession got = joining.session().orElseThrow();
        assertThat(first.ended()).contains(Ending.LOG_OUT);
        if (renewed(joining)) {
            assertThat(got).isSameAs(first);
            assertThat(records().sessions(ANNA)).isEmpty();
        } else {
            assertThat(got.ended()).isEmpty();
            assertThat(records().sessions(ANNA))
                    .extracting(r -> r.session().id())
                    .containsExactly(got.session().id());
        }
    }

    @RepeatedTest(ROUNDS)
    void racingOpeningsEndingsAndExpiryKeepTheLimit() {
        allocate(ANNA);
        List<AdmittedSession> five = fill(ANNA, START);
        Instant at = START.plus(IDLE).minusSeconds(1);
        List<Callable<Object>> racers = new ArrayList<>();
        for (int i = 0; i < RACERS; i++) {
            int racer = i;
            racers.add(
                    switch (i % 4) {
                        case 0 ->
                            () -> done(
                                    ledger().end(five.get(racer % 5).session().id(), Ending.WITHDRAWN, HOLD_TERMS, at));
                        case 1 -> () -> done(ledger().expire(at));
                        default -> () -> opening(ANNA, at).open();
                    });
        }

        List<Object> done = race(racers);

        long granted = done.stream()
                .filter(o -> o instanceof Opening.Outcome outcome && granted(outcome))
                .count();
        long ended = done.stream()
                .filter(o -> o instanceof Optional<?> one && one.isPresent())
                .count();
        assertThat(ended).isEqualTo(5);
        assertThat(records().sessions(ANNA)).hasSize((int) granted).hasSizeLessThanOrEqualTo(5);
    }

    @RepeatedTest(ROUNDS)
    void racingAllocationsNeverPassTheTerms() {
        Terms few = terms(7, 3, 0);

        List<Records.AllocationOutcome> outcomes = race(IntStream.range(0, RACERS)
                .<Callable<Records.AllocationOutcome>>mapToObj(i -> () -> records()
                        .allocate(
                                User.parse("CORP\\user" + i),
                                i % 2 == 0 ? AccessType.PROFESSIONAL : AccessType.ANALYZER,
                                few,
                                START))
                .toList());

        assertThat(outcomes)
                .filteredOn(Records.AllocationOutcome.ALLOCATED::equals)
                .hasSize(10);
        assertThat(outcomes)
                .filteredOn(Records.AllocationOutcome.POOL_EMPTY::equals)
                .hasSize(RACERS - 10);
        assertThat(records().stock(few, START).pools())
                .extracting(p -> p.allocated())
                .containsExactly(7, 3, 0);
    }

    @RepeatedTest(ROUNDS)
    void racingAllocationsToOneUserGiveOne() {
        List<Records.AllocationOutcome> outcomes = race(IntStream.range(0, RACERS)
                .<Callable<Records.AllocationOutcome>>mapToObj(
                        i -> () -> records().allocate(ANNA, AccessType.ANALYZER, TERMS, START))
                .toList());

        assertThat(outcomes)
                .filteredOn(Records.AllocationOutcome.ALLOCATED::equals)
                .hasSize(1);
        assertThat(outcomes)
                .filteredOn(Records.AllocationOutcome.HELD_ALREADY::equals)
                .hasSize(RACERS - 1);
    }

    @RepeatedTest(ROUNDS)
    void openingThatRacesTheWithdrawalOfItsPassIsListedOrRefused() {
        allocate(ANNA);

        List<Object> done =
                race(List.of(() -> withdraw(ANNA, AccessType.PROFESSIONAL, START), () -> opening(ANNA, START)
                        .open()));

        assertThat((Optional<?>) done.get(0)).isPresent();
        Opening.Outcome outcome = Objects.requireNonNull((Opening.Outcome) done.get(1));
        assertThat(records().sessions(ANNA)).hasSize(granted(outcome) ? 1 : 0);
        assertThat(refused(opening(ANNA, START).open())).isTrue();
    }
}
