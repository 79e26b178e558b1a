package io.passgate.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.identity.User;
import io.passgate.property.Chance;
import io.passgate.property.Property;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What holds of any sessions of any user (design.md §3, invariants). */
class UserSessionsPropertyTest {

    private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");
    private static final User ANNA = User.parse("CORP\\anna");
    private static final Duration DAY = Duration.ofHours(1);

    private static UserSessions any(Chance chance) {
        List<Session> sessions = IntStream.range(0, chance.between(0, 8))
                .mapToObj(i -> {
                    Instant opened = NOW.minus(chance.upTo(DAY));
                    Instant seen = opened.plus(chance.upTo(DAY));
                    return new Session(
                            new SessionId("s" + i),
                            ANNA,
                            "/",
                            opened,
                            seen,
                            chance.upTo(DAY),
                            "192.0.2.7",
                            "B",
                            Optional.empty());
                })
                .toList();
        return new UserSessions(
                sessions, chance.list(chance.between(0, 4), () -> new Hold(NOW.plus(chance.upTo(DAY)))));
    }

    @Test
    void timeOnlyFrees() {
        Property.forAll(2_000, chance -> {
            UserSessions some = any(chance);
            Instant soon = NOW.plus(chance.upTo(DAY));
            Instant later = soon.plus(chance.upTo(DAY));

            assertThat(some.at(later).sessions()).isSubsetOf(some.at(soon).sessions());
            assertThat(some.at(later).holds()).isSubsetOf(some.at(soon).holds());
            assertThat(some.at(soon).at(later)).isEqualTo(some.at(later));
        });
    }

    @Test
    void endingFreesItsOwnSlotOnceAndNoOther() {
        Property.forAll(2_000, chance -> {
            UserSessions some = any(chance).at(NOW);
            SessionId id = new SessionId("s" + chance.between(0, 8));
            Ending ending = chance.oneOf(Ending.values());
            int limit = chance.between(1, 8);
            boolean there = some.find(id).isPresent();

            UserSessions after = some.ended(id, ending, limit, Duration.ofMinutes(5), NOW);

            assertThat(after.sessions())
                    .isEqualTo(some.sessions().stream()
                            .filter(s -> !s.id().equals(id))
                            .toList());
            assertThat(after.holds()).containsAll(some.holds());
            boolean held = there && ending.slot() == Ending.Slot.HELD_AT_MAXIMUM && some.taken() >= limit;
            assertThat(after.taken()).isEqualTo(some.taken() - (there && !held ? 1 : 0));
            assertThat(after.ended(id, ending, limit, Duration.ofMinutes(5), NOW))
                    .isEqualTo(after);
        });
    }

    @Test
    void nextSlotIsFreeWhenItIsSaidToBeAndNotBefore() {
        Property.forAll(2_000, chance -> {
            UserSessions some = any(chance).at(NOW);
            int limit = chance.between(1, 8);

            some.nextFree(limit)
                    .ifPresentOrElse(
                            at -> {
                                assertThat(some.at(at).taken()).isLessThan(limit);
                                assertThat(some.at(at.minusMillis(1)).taken()).isGreaterThanOrEqualTo(limit);
                            },
                            () -> assertThat(some.taken()).isLessThan(limit));
        });
    }
}
