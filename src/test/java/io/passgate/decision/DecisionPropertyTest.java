package io.passgate.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.Allocation;
import io.passgate.license.Pool;
import io.passgate.license.Standing;
import io.passgate.property.Chance;
import io.passgate.property.Property;
import io.passgate.session.Hold;
import io.passgate.session.Session;
import io.passgate.session.SessionId;
import io.passgate.session.UserSessions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What holds of any decision (design.md §3, invariants). */
class DecisionPropertyTest {

    private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");
    private static final User ANNA = User.parse("CORP\\anna");
    private static final Duration HOUR = Duration.ofHours(1);

    /** All that a decision is made of. */
    private record Case(Policy policy, Request request, LedgerView view, Standing standing) {

        Verdict at(Instant now) {
            return new Decision(policy).decide(request, view, standing, now);
        }
    }

    private static Case any(Chance chance) {
        Policy policy = Policy.enforced(
                chance.between(1, 6),
                chance.upTo(HOUR),
                chance.oneOf(AtLimit.values()),
                chance.oneIn(6) ? Set.of(ANNA) : Set.of());
        List<Session> sessions = IntStream.range(0, chance.between(0, 8))
                .mapToObj(i -> new Session(
                        new SessionId("s" + i),
                        ANNA,
                        "/",
                        NOW.minus(HOUR),
                        NOW.minus(chance.upTo(HOUR)),
                        chance.upTo(HOUR.multipliedBy(2)),
                        "192.0.2.7",
                        "B",
                        Optional.empty()))
                .toList();
        UserSessions taken = new UserSessions(
                sessions, chance.list(chance.between(0, 4), () -> new Hold(NOW.plus(chance.upTo(HOUR)))));
        List<Allocation> held = AccessType.ALLOCATED.stream()
                .filter(t -> chance.oneIn(2))
                .map(t -> Allocation.given(ANNA, t, NOW))
                .toList();
        List<Pool> pools = AccessType.ALLOCATED.stream()
                .map(t -> new Pool(t, chance.between(0, 9), chance.between(0, 9)))
                .toList();
        Standing standing = new Standing(
                chance.oneIn(3) ? chance.oneOf(Standing.State.values()) : Standing.State.VALID,
                "detail",
                Optional.empty(),
                chance.oneIn(4) ? NOW.plus(chance.upTo(HOUR)) : Instant.MAX);
        Optional<Request.Current> current = chance.oneIn(4)
                ? Optional.of(new Request.Current(new SessionId("s" + chance.between(0, 8)), AccessType.ANALYZER))
                : Optional.empty();
        return new Case(policy, new Request(ANNA, current), LedgerView.of(held, pools, taken), standing);
    }

    @Test
    void sameInputsSameVerdict() {
        Property.forAll(2_000, chance -> {
            Case one = any(chance);

            assertThat(one.at(NOW)).isEqualTo(one.at(NOW));
        });
    }

    @Test
    void grantNeverPassesTheLimitNorDoesWithoutAPass() {
        Property.forAll(2_000, chance -> {
            Case one = any(chance);
            if (!(one.at(NOW) instanceof Verdict.Granted granted)) {
                return;
            }
            UserSessions before = one.view().sessions().at(NOW);
            int after = before.taken() + 1 - (granted.displaced().isPresent() ? 1 : 0);
            assertThat(after).isLessThanOrEqualTo(one.policy().parallel()).isEqualTo(granted.sessionCount());
            granted.displaced().ifPresent(id -> assertThat(before.find(id)).isPresent());
            assertThat(one.view().person().allocations())
                    .extracting(Allocation::type)
                    .contains(granted.accessType());
            assertThat(one.standing().admits(NOW)).isTrue();
        });
    }

    @Test
    void refusalForTheLimitOnlyAtTheLimit() {
        Property.forAll(2_000, chance -> {
            Case one = any(chance);
            if (one.at(NOW) instanceof Verdict.Refused refused && refused.reason() == Refusal.TOO_MANY_SESSIONS) {
                assertThat(one.view().sessions().at(NOW).taken())
                        .isGreaterThanOrEqualTo(one.policy().parallel())
                        .isEqualTo(refused.sessionCount());
                Instant retry = refused.retryAt().orElseThrow();
                assertThat(retry).isAfter(NOW);
                if (one.standing().admits(retry)) {
                    assertThat(one.at(retry)).isInstanceOf(Verdict.Granted.class);
                }
            }
        });
    }

    @Test
    void timeTakesNoGrantBackWhileTheLicenseStands() {
        Property.forAll(2_000, chance -> {
            Case one = any(chance);
            Instant later = NOW.plus(chance.upTo(HOUR));
            if (one.at(NOW) instanceof Verdict.Granted && one.standing().admits(later)) {
                assertThat(one.at(later)).isInstanceOf(Verdict.Granted.class);
            }
        });
    }

    @Test
    void orderInWhichTheLedgerListsThingsIsIrrelevant() {
        Property.forAll(2_000, chance -> {
            Case one = any(chance);
            UserSessions taken = one.view().sessions();
            LedgerView mixed = LedgerView.of(
                    chance.shuffled(one.view().person().allocations()),
                    one.view().stock().pools(),
                    new UserSessions(chance.shuffled(taken.sessions()), chance.shuffled(taken.holds())));

            assertThat(new Case(one.policy(), one.request(), mixed, one.standing()).at(NOW))
                    .isEqualTo(one.at(NOW));
        });
    }

    @Test
    void everyVerdictExplainsItselfAndEveryRefusalSaysWhatToDo() {
        Property.forAll(2_000, chance -> {
            Verdict verdict = any(chance).at(NOW);

            assertThat(verdict.explanation().steps()).isNotEmpty().allMatch(s -> !s.text()
                    .isEmpty());
            assertThat(verdict.explanation().remedy().isEmpty()).isEqualTo(!(verdict instanceof Verdict.Refused));
        });
    }
}
