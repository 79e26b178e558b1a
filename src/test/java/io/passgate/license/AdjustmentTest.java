package io.passgate.license;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.identity.User;
import io.passgate.license.Allocation.State;
import io.passgate.property.Property;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a change of terms does to what is given out (domain.md §1.5). */
class AdjustmentTest {

    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    private static Terms terms(int professional, int analyzer, int tokens, Optional<Instant> conversion) {
        return new Terms(
                "1",
                Terms.Form.SIGNED_KEY,
                1,
                Instant.EPOCH,
                Optional.empty(),
                "passgate",
                false,
                Map.of(AccessType.PROFESSIONAL, professional, AccessType.ANALYZER, analyzer),
                tokens,
                Capacity.NONE,
                conversion,
                May.DEFAULT);
    }

    /** The n-th user, who used theirs n days ago. */
    private static Allocation held(AccessType type, int n) {
        return Allocation.given(new User("corp", "user" + n), type, Instant.EPOCH)
                .used(NOW.minus(Duration.ofDays(n)));
    }

    private static List<Allocation> held(AccessType type, int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(n -> held(type, n)).toList();
    }

    private static List<String> ids(List<Allocation> allocations) {
        return allocations.stream().map(a -> a.user().id()).toList();
    }

    private static Adjustment adjust(
            Collection<Allocation> all, Collection<LoginGroup> groups, Terms terms, Instant now) {
        return Adjustment.of(all, groups, terms, now, Allocation.MOST_RECENTLY_USED);
    }

    @Test
    void surplusIsExcessAndTheLeastRecentlyUsedGoesFirst() {
        Adjustment adjustment =
                adjust(held(AccessType.ANALYZER, 1, 5), List.of(), terms(0, 3, 0, Optional.empty()), NOW);

        assertThat(adjustment.changed()).allMatch(a -> a.state() == State.EXCESS);
        assertThat(ids(adjustment.changed())).containsExactly("user4", "user5");
        assertThat(adjustment.removed()).isEmpty();
    }

    @Test
    void excessComesBackWhenThereIsRoomAgainTheMostRecentlyUsedFirst() {
        List<Allocation> all = new ArrayList<>(held(AccessType.ANALYZER, 1, 3));
        all.add(held(AccessType.ANALYZER, 4).as(State.EXCESS));
        all.add(held(AccessType.ANALYZER, 5).as(State.EXCESS));

        Adjustment adjustment = adjust(all, List.of(), terms(0, 4, 0, Optional.empty()), NOW);

        assertThat(ids(adjustment.changed())).containsExactly("user4");
        assertThat(adjustment.changed()).allMatch(Allocation::admits);
    }

    @Test
    void allocationNeverUsedCountsFromWhenItWasGiven() {
        Allocation fresh = Allocation.given(new User("corp", "fresh"), AccessType.ANALYZER, NOW);

        Adjustment adjustment =
                adjust(List.of(held(AccessType.ANALYZER, 1), fresh), List.of(), terms(0, 1, 0, Optional.empty()), NOW);

        assertThat(ids(adjustment.changed())).containsExactly("user1");
    }

    @Test
    void quarantinedSeatIsNobodysReasonToBecomeExcess() {
        Allocation quarantined = held(AccessType.ANALYZER, 1).quarantined(NOW.plusSeconds(1));

        Adjustment adjustment = adjust(
                List.of(quarantined, held(AccessType.ANALYZER, 2)), List.of(), terms(0, 1, 0, Optional.empty()), NOW);

        assertThat(adjustment.isEmpty()).isTrue();
    }

    @Test
    void fewerTokensTakeNothingFromAnybody() {
        Adjustment adjustment = adjust(
                held(AccessType.USER_ACCESS_PASS, 1, 5),
                List.of(new LoginGroup("visitors", 3, 0)),
                terms(0, 0, 2, Optional.empty()),
                NOW);

        assertThat(adjustment.isEmpty()).isTrue();
    }

    @Test
    void conversionDateEndsTokensAndNotOneMomentBefore() {
        List<Allocation> all = held(AccessType.USER_ACCESS_PASS, 1, 2);
        List<LoginGroup> groups = List.of(new LoginGroup("visitors", 3, 0));
        Terms planned = terms(2, 0, 5, Optional.of(NOW));

        assertThat(adjust(all, groups, planned, NOW.minusMillis(1)).isEmpty()).isTrue();
        Adjustment converted = adjust(all, groups, planned, NOW);
        assertThat(converted.removed()).containsExactlyElementsOf(all);
        assertThat(converted.groupsEnded()).containsExactly("visitors");
        assertThat(planned.at(NOW.minusMillis(1)).tokens()).isEqualTo(5);
        assertThat(planned.at(NOW).tokens()).isZero();
        assertThat(planned.at(NOW).seats(AccessType.PROFESSIONAL)).isEqualTo(2);
    }

    @Test
    void neverMoreAdmitThanTheTermsAllowAndDoingItTwiceChangesNothing() {
        Property.forAll(500, chance -> {
            List<Allocation> all = chance
                    .list(
                            chance.between(0, 12),
                            () -> held(
                                    chance.oneOf(AccessType.PROFESSIONAL, AccessType.ANALYZER), chance.between(0, 400)))
                    .stream()
                    .map(a -> chance.oneIn(3) ? a.as(State.EXCESS) : a)
                    .collect(Collectors.toMap(a -> a.type() + a.user().id(), Function.identity(), (one, other) -> one))
                    .values()
                    .stream()
                    .toList();
            Terms terms = terms(chance.between(0, 6), chance.between(0, 6), 0, Optional.empty());

            List<Allocation> after = applied(all, adjust(all, List.of(), terms, NOW));

            for (AccessType type : List.of(AccessType.PROFESSIONAL, AccessType.ANALYZER)) {
                long total = all.stream().filter(a -> a.type() == type).count();
                assertThat(after.stream()
                                .filter(a -> a.type() == type && a.admits())
                                .count())
                        .isEqualTo(Math.min(total, terms.seats(type)));
            }
            assertThat(adjust(after, List.of(), terms, NOW).isEmpty()).isTrue();
        });
    }

    private static List<Allocation> applied(List<Allocation> all, Adjustment adjustment) {
        return all.stream()
                .map(a -> adjustment.changed().stream()
                        .filter(c -> c.type() == a.type() && c.user().equals(a.user()))
                        .findFirst()
                        .orElse(a))
                .toList();
    }
}
