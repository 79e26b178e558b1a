package io.passgate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.decision.LedgerView;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.property.Chance;
import io.passgate.property.Property;
import io.passgate.session.Ending;
import io.passgate.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Any row of events on any ledger keeps the invariants of design.md §3. */
public abstract class LedgerPropertyContract extends LedgerFixture {

    private static final int EVENTS = 40;
    private static final int LIMIT = 5;

    /** How many rows of events are tried; a ledger on disk tries fewer. */
    protected int cases() {
        return 10;
    }

    @Test
    void limitHoldsAndRefusalsChangeNothingWhateverHappens() {
        Property.forAll(cases(), chance -> {
            Instant now = START;
            List<AdmittedSession> sessions = new ArrayList<>();
            startOver();
            for (int i = 0; i < EVENTS; i++) {
                now = now.plus(chance.upTo(Duration.ofMinutes(6)));
                event(chance, chance.oneOf(ANNA, BERT), now, sessions);
                neverAboveTheLimit(now);
                memoryAgreesWithTheLedger(sessions);
            }
        });
    }

    private void event(Chance chance, User user, Instant now, List<AdmittedSession> sessions) {
        switch (chance.between(0, 9)) {
            case 0 -> records().allocate(user, chance.oneOf(AccessType.ALLOCATED), TERMS, now);
            case 1 -> withdraw(user, chance.oneOf(AccessType.ALLOCATED), now);
            case 2 -> expire(now);
            case 3, 4 -> any(chance, sessions).ifPresent(s -> endOnce(s, chance.oneOf(Ending.values()), now));
            case 5 ->
                any(chance, sessions)
                        .filter(s -> s.admits(now.toEpochMilli()))
                        .ifPresent(s -> s.active(now.toEpochMilli()));
            case 6 ->
                any(chance, sessions)
                        .ifPresent(s -> ledger().closeJoin(s.session().id(), now));
            default -> opened(chance, user, now, sessions);
        }
    }

    private static Optional<AdmittedSession> any(Chance chance, List<AdmittedSession> sessions) {
        return sessions.isEmpty() ? Optional.empty() : Optional.of(chance.oneOf(sessions));
    }

    private void opened(Chance chance, User user, Instant now, List<AdmittedSession> sessions) {
        TestOpening opening = opening(user, now).burst(user.id() + chance.between(0, 3));
        if (chance.oneIn(4)) {
            opening.endLongestIdle();
        }
        if (chance.oneIn(8)) {
            opening.stale();
        }
        if (chance.oneIn(4)) {
            any(chance, sessions).ifPresent(opening::endFirst);
        }
        LedgerView anna = view(ANNA);
        LedgerView bert = view(BERT);

        Opening.Outcome outcome = opening.open();

        if (granted(outcome)) {
            sessions.add(outcome.session().orElseThrow());
        } else {
            assertThat(view(ANNA)).isEqualTo(anna);
            assertThat(view(BERT)).isEqualTo(bert);
            assertThat(outcome.ended()).isEmpty();
        }
        assertThat(outcome.ended())
                .allSatisfy(e -> assertThat(e.session().session().user()).isEqualTo(user));
    }

    private void endOnce(AdmittedSession session, Ending ending, Instant now) {
        boolean open = session.ended().isEmpty();
        int others = records().sessions().size() - (open ? 1 : 0);

        assertThat(end(session, ending, now).isPresent()).isEqualTo(open);

        assertThat(records().sessions()).hasSize(others);
    }

    private void expire(Instant now) {
        Map<User, Integer> before = taken(now);

        done(ledger().expire(now));

        assertThat(taken(now)).as("expiry only lets go of what is over").isEqualTo(before);
    }

    private Map<User, Integer> taken(Instant now) {
        return Stream.of(ANNA, BERT)
                .collect(
                        Collectors.toMap(u -> u, u -> view(u).sessions().at(now).taken()));
    }

    private void neverAboveTheLimit(Instant now) {
        taken(now)
                .forEach((user, taken) ->
                        assertThat(taken).as("taken by %s", user).isLessThanOrEqualTo(LIMIT));
    }

    private void memoryAgreesWithTheLedger(List<AdmittedSession> sessions) {
        assertThat(sessions.stream().filter(s -> s.ended().isEmpty()).map(s -> s.session()
                        .id()))
                .containsExactlyInAnyOrderElementsOf(records().sessions().stream()
                        .map(SessionRecord::session)
                        .map(Session::id)
                        .toList());
    }

    @Test
    void orderOfIndependentUsersIsIrrelevant() {
        Property.forAll(cases(), chance -> {
            List<Step> annas = steps(chance, ANNA);
            List<Step> berts = steps(chance, BERT);
            List<Object> apart =
                    run(Stream.concat(annas.stream(), berts.stream()).toList());
            List<Object> mixed = run(interleaved(chance, annas, berts));

            assertThat(mixed).isEqualTo(apart);
        });
    }

    /** One step of one user. */
    private record Step(User user, int what, Instant at) {}

    private static List<Step> steps(Chance chance, User user) {
        Instant now = START;
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < EVENTS / 4; i++) {
            now = now.plus(chance.upTo(Duration.ofMinutes(6)));
            steps.add(new Step(user, chance.between(0, 4), now));
        }
        return steps;
    }

    private static List<Step> interleaved(Chance chance, List<Step> one, List<Step> other) {
        List<Step> left = new ArrayList<>(one);
        List<Step> right = new ArrayList<>(other);
        List<Step> mixed = new ArrayList<>();
        while (!left.isEmpty() || !right.isEmpty()) {
            boolean fromLeft = right.isEmpty() || (!left.isEmpty() && chance.oneIn(2));
            mixed.add((fromLeft ? left : right).remove(0));
        }
        return mixed;
    }

    /** What each user ends up with after these steps on an empty ledger, without the ids. */
    private List<Object> run(List<Step> steps) {
        startOver();
        allocate(ANNA);
        allocate(BERT);
        for (Step step : steps) {
            if (step.what() == 0) {
                records().sessions(step.user()).stream()
                        .findFirst()
                        .ifPresent(r -> done(ledger().end(r.session().id(), Ending.LOG_OUT, HOLD_TERMS, step.at())));
            } else {
                opening(step.user(), step.at()).open();
            }
        }
        return Stream.of(ANNA, BERT)
                .<Object>flatMap(user -> Stream.of(
                        records().sessions(user).stream()
                                .map(r -> r.session().opened())
                                .toList(),
                        view(user).sessions().holds(),
                        records().denied(START).stream()
                                .filter(d -> d.user().equals(user))
                                .map(Records.DeniedAccess::count)
                                .toList()))
                .toList();
    }
}
