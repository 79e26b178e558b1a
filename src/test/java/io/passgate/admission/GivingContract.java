package io.passgate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.decision.Refusal;
import io.passgate.decision.Verdict;
import io.passgate.license.AccessType;
import io.passgate.license.Adjustment;
import io.passgate.license.Allocation;
import io.passgate.license.Grant;
import io.passgate.license.LoginGroup;
import io.passgate.license.Terms;
import io.passgate.license.TestTerms;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/**
 * What every ledger does about giving and taking access passes (domain.md §1.3, §1.4, §1.5 and §5): never more than the terms allow,
 * by hand or by rule, whatever races; quarantine; tokens of login access groups; changes of terms.
 */
public abstract class GivingContract extends LicenseFixture {

    private static final Instant JANUARY_10 = Instant.parse("2027-01-10T15:00:00Z");
    private static final Instant JANUARY_18 = Instant.parse("2027-01-18T00:00:00Z");
    private static final Terms ONE_TOKEN = terms(0, 0, 1);

    /** Domain.md §5: given at login, by the first rule that matches and whose pool has room; who it was stands in the row. */
    @Test
    void openingGivesWhatARuleGrants() {
        inForce(
                TERMS,
                START,
                Map.of(),
                rule("sales", Grant.of(AccessType.ANALYZER), "user.group = \"sales\""),
                rule("bosses", Grant.of(AccessType.PROFESSIONAL), "user.group = \"bosses\""));

        assertThat(opening(ANNA, START)
                        .attributes(groups("Sales"))
                        .open()
                        .session()
                        .orElseThrow()
                        .accessType())
                .isEqualTo(AccessType.ANALYZER);
        assertThat(refused(opening(BERT, START).attributes(groups("support")).open()))
                .isTrue();

        assertThat(records().allocations())
                .containsExactly(new Allocation(
                        ANNA,
                        AccessType.ANALYZER,
                        START,
                        Optional.of(START),
                        Optional.of("sales"),
                        Allocation.State.ALLOCATED,
                        Optional.empty()));
        assertThat(stock(TERMS, START).pool(AccessType.ANALYZER).allocated()).isEqualTo(1);
    }

    /** Domain.md §5, persistence: allocations outlive the rule that gave them; rules outlive a restart. */
    @Test
    void rulesAndWhatTheyGaveOutliveARestart() {
        SiteRules site = site(Map.of(GROUP, 2, "empty", 0), everybody(AccessType.ANALYZER), everybodyDraws());
        assertThat(records().apply(site, TERMS, START)).isTrue();
        open(ANNA, START);

        restart();

        assertThat(records().rules()).isEqualTo(site);
        inForce(TERMS, START, Map.of());
        assertThat(records().rules()).isEqualTo(SiteRules.NONE);
        assertThat(granted(opening(ANNA, START).open())).isTrue();
        assertThat(refused(opening(BERT, START).open())).isTrue();
        assertThat(tokens(TERMS, START)).isZero();
    }

    /** Design.md §3, invariants: never more allocations than the terms allow. */
    @RepeatedTest(ROUNDS)
    void racingOpeningsByRuleNeverPassTheTerms() {
        Terms few = terms(0, 7, 0);
        inForce(few, START, Map.of(), everybody(AccessType.ANALYZER));

        List<Opening.Outcome> outcomes = race(i -> opening(user(i), START).terms(few));

        assertThat(outcomes).filteredOn(LedgerFixture::granted).hasSize(7);
        assertThat(outcomes)
                .filteredOn(LedgerFixture::refused)
                .allMatch(o -> ((Verdict.Refused) o.verdict()).reason() == Refusal.POOL_EMPTY);
        assertThat(admitting(AccessType.ANALYZER)).isEqualTo(7);
        assertThat(stock(few, START).pool(AccessType.ANALYZER).allocated()).isEqualTo(7);
    }

    /** The same, when hands and rules give from one pool, and the passes of a group too (domain.md §1.1). */
    @RepeatedTest(ROUNDS)
    void racingHandsRulesAndGroupsShareTheTokens() {
        Terms few = terms(0, 0, 9);
        inForce(few, START, Map.of(), everybody(AccessType.USER_ACCESS_PASS));

        race(IntStream.range(0, RACERS)
                .<Callable<Object>>mapToObj(i -> switch (i % 3) {
                    case 0 -> () -> records().allocate(user(i), AccessType.USER_ACCESS_PASS, few, START);
                    case 1 -> () -> opening(user(i), START).terms(few).open();
                    default ->
                        () -> records()
                                .apply(
                                        site(Map.of("group" + i, 2), everybody(AccessType.USER_ACCESS_PASS)),
                                        few,
                                        START);
                })
                .toList());

        int held = stock(few, START).groups().stream()
                .mapToInt(LoginGroup::tokensHeld)
                .sum();
        assertThat(admitting(AccessType.USER_ACCESS_PASS) + held).isEqualTo(tokens(few, START));
        assertThat(tokens(few, START)).isLessThanOrEqualTo(9);
    }

    /** Domain.md §1.4: last used on 10 January, free on 18 January; not used within seven days, free at once. */
    @Test
    void quarantineOfATokenLastsUntilTheEighthDay() {
        records().allocate(ANNA, AccessType.USER_ACCESS_PASS, ONE_TOKEN, JANUARY_10);
        opening(ANNA, JANUARY_10).terms(ONE_TOKEN).open();
        Instant before = JANUARY_18.minusMillis(1);

        assertThat(withdraw(ANNA, AccessType.USER_ACCESS_PASS, JANUARY_10.plusSeconds(60))
                        .orElseThrow()
                        .quarantinedUntil())
                .contains(JANUARY_18);

        assertThat(reason(opening(ANNA, JANUARY_10.plusSeconds(61))
                        .terms(ONE_TOKEN)
                        .open()))
                .isEqualTo(Refusal.QUARANTINED);
        assertThat(records().users().get(0).allocations()).isEmpty();
        assertThat(tokens(ONE_TOKEN, before)).isEqualTo(1);
        assertThat(records().allocate(BERT, AccessType.USER_ACCESS_PASS, ONE_TOKEN, before))
                .isEqualTo(Records.AllocationOutcome.POOL_EMPTY);
        assertThat(tokens(ONE_TOKEN, JANUARY_18))
                .as("read as free before anything wrote it")
                .isZero();
        assertThat(records().allocate(BERT, AccessType.USER_ACCESS_PASS, ONE_TOKEN, JANUARY_18))
                .isEqualTo(Records.AllocationOutcome.ALLOCATED);
        assertThat(allocation(ANNA, AccessType.USER_ACCESS_PASS)).isEmpty();
        assertThat(records().reinstate(ANNA, AccessType.USER_ACCESS_PASS, ONE_TOKEN, JANUARY_18))
                .isFalse();
    }

    /** Domain.md §1.5: whose seat was lifted from excess meanwhile keeps it; never more admit than the terms grant. */
    @Test
    void quarantinedPassDoesNotComeBackToASeatThatIsTaken() {
        Terms two = TestTerms.enablerFile(TestTerms.of(2, 0, 0));
        Terms one = TestTerms.enablerFile(TestTerms.of(1, 0, 0));
        records().allocate(ANNA, AccessType.PROFESSIONAL, two, START);
        records().allocate(BERT, AccessType.PROFESSIONAL, two, START);
        open(ANNA, START);
        records().adjust(one, START);
        records().withdraw(ANNA, AccessType.PROFESSIONAL, one, io.passgate.license.Quarantine.BY_FAMILY, START);
        records().adjust(one, START);

        assertThat(records().reinstate(ANNA, AccessType.PROFESSIONAL, one, START))
                .isFalse();
        assertThat(records().allocate(ANNA, AccessType.PROFESSIONAL, one, START))
                .isEqualTo(Records.AllocationOutcome.POOL_EMPTY);
        assertThat(records().allocations().stream().filter(Allocation::admits)).hasSize(1);
    }

    /** Domain.md §1.4: the family of the license decides about professional and analyzer (§9). */
    @Test
    void signedKeyHasNoQuarantineForSeatsAndAnEnablerFileHas() {
        Terms file = TestTerms.enablerFile(TERMS);
        allocate(ANNA);
        open(ANNA, START);
        assertThat(records()
                        .withdraw(ANNA, AccessType.PROFESSIONAL, file, io.passgate.license.Quarantine.BY_FAMILY, START)
                        .orElseThrow()
                        .state())
                .isEqualTo(Allocation.State.QUARANTINED);
        assertThat(records().reinstate(ANNA, AccessType.PROFESSIONAL, file, START))
                .isTrue();
        assertThat(granted(opening(ANNA, START).open())).isTrue();

        assertThat(withdraw(ANNA, AccessType.PROFESSIONAL, START).orElseThrow().state())
                .isEqualTo(Allocation.State.ALLOCATED);

        assertThat(records().allocations()).isEmpty();
        assertThat(stock(TERMS, START).pool(AccessType.PROFESSIONAL).allocated())
                .isZero();
    }

    /** Domain.md §1.4: during quarantine it comes back to the same user, by hand or by the rule that still matches. */
    @Test
    void quarantinedPassComesBackToItsUserThoughThePoolIsEmpty() {
        for (boolean byRule : new boolean[] {false, true}) {
            startOver();
            records().allocate(ANNA, AccessType.USER_ACCESS_PASS, ONE_TOKEN, START);
            opening(ANNA, START).terms(ONE_TOKEN).open();
            withdraw(ANNA, AccessType.USER_ACCESS_PASS, START.plusSeconds(1));
            if (byRule) {
                inForce(ONE_TOKEN, START, Map.of(), everybody(AccessType.USER_ACCESS_PASS));
                assertThat(refused(opening(BERT, START.plusSeconds(2))
                                .terms(ONE_TOKEN)
                                .open()))
                        .isTrue();
                assertThat(granted(opening(ANNA, START.plusSeconds(2))
                                .terms(ONE_TOKEN)
                                .open()))
                        .isTrue();
            } else {
                assertThat(records().allocate(ANNA, AccessType.USER_ACCESS_PASS, ONE_TOKEN, START.plusSeconds(2)))
                        .isEqualTo(Records.AllocationOutcome.REINSTATED);
            }
            assertThat(allocation(ANNA, AccessType.USER_ACCESS_PASS)
                            .orElseThrow()
                            .admits())
                    .isTrue();
            assertThat(tokens(ONE_TOKEN, START)).isEqualTo(1);
        }
    }

    /** Expiry lets go of seats whose quarantine is over, and of nothing else. */
    @Test
    void expiryFreesWhatIsOver() {
        records().allocate(ANNA, AccessType.USER_ACCESS_PASS, ONE_TOKEN, JANUARY_10);
        opening(ANNA, JANUARY_10).terms(ONE_TOKEN).open();
        withdraw(ANNA, AccessType.USER_ACCESS_PASS, JANUARY_10);

        done(ledger().expire(JANUARY_18.minusMillis(1)));
        assertThat(records().allocations()).hasSize(1);
        done(ledger().expire(JANUARY_18));

        assertThat(records().allocations()).isEmpty();
        assertThat(tokens(ONE_TOKEN, JANUARY_10)).isZero();
    }

    /** Domain.md §1.3: passes used on day 1 return on day 29, that is 28 days later. */
    @Test
    void usedPassesReturnAfterTwentyEightDays() {
        inForce(TERMS, START, Map.of(GROUP, 1), everybodyDraws());
        for (int i = 0; i < 10; i++) {
            open(user(i), START.plusSeconds(i));
        }
        Instant almost = days(28).minusMillis(1);

        assertThat(group(TERMS, almost).remaining()).isZero();
        assertThat(refused(opening(ANNA, almost).open())).isTrue();
        assertThat(group(TERMS, days(28)).remaining()).isEqualTo(1);
        assertThat(granted(opening(ANNA, days(28)).open())).isTrue();
        assertThat(refused(opening(BERT, days(28)).open())).isTrue();
        assertThat(group(TERMS, days(28).plusSeconds(9)).used()).isEqualTo(1);
    }

    /** Domain.md §1.3: a group made smaller or deleted gives back unused tokens at once, used ones one per ten passes. */
    @Test
    void tokensOfUsedPassesReturnOnePerTen() {
        for (boolean deleted : new boolean[] {false, true}) {
            startOver();
            inForce(TERMS, START, Map.of(GROUP, 5), everybodyDraws());
            for (int i = 0; i < 25; i++) {
                open(user(i), START.plusSeconds(i));
            }
            assertThat(tokens(TERMS, START)).isEqualTo(5);

            if (deleted) {
                inForce(TERMS, minutes(1), Map.of());
            } else {
                inForce(TERMS, minutes(1), Map.of(GROUP, 0), everybodyDraws());
            }

            assertThat(tokens(TERMS, minutes(1))).as("25 passes need three").isEqualTo(3);
            assertThat(granted(opening(ANNA, minutes(1)).open())).isFalse();
            assertThat(tokens(TERMS, days(28).plusSeconds(3))).isEqualTo(3);
            assertThat(tokens(TERMS, days(28).plusSeconds(4))).isEqualTo(2);
            done(ledger().expire(days(28).plusSeconds(4)));
            assertThat(tokens(TERMS, days(28).plusSeconds(4))).isEqualTo(2);
            restart();
            assertThat(tokens(TERMS, days(28).plusSeconds(14))).isEqualTo(1);
            assertThat(tokens(TERMS, days(28).plusSeconds(24))).isZero();
            done(ledger().expire(days(29)));
            assertThat(tokens(TERMS, START)).isZero();
            assertThat(stock(TERMS, days(29)).groups()).hasSize(deleted ? 0 : 1);
        }
    }

    /** Domain.md §1.3: groups take their tokens from what is free, all or none. */
    @Test
    void groupsThatWantMoreTokensThanAreFreeChangeNothing() {
        SiteRules before = site(Map.of(GROUP, 3), everybodyDraws());
        assertThat(records().apply(before, TERMS, START)).isTrue();
        records().allocate(ANNA, AccessType.USER_ACCESS_PASS, TERMS, START);

        assertThat(records().apply(site(Map.of(GROUP, 9, "more", 1)), TERMS, START))
                .isFalse();

        assertThat(records().rules()).isEqualTo(before);
        assertThat(tokens(TERMS, START)).isEqualTo(4);
        assertThat(records().apply(site(Map.of(GROUP, 8, "more", 1)), TERMS, START))
                .isTrue();
        assertThat(tokens(TERMS, START)).isEqualTo(10);
    }

    /** Domain.md §1.5: more tokens go to what is free; nobody gets one by it. */
    @Test
    void moreTokensAreFreeAtOnceAndGivenToNobody() {
        records().allocate(ANNA, AccessType.USER_ACCESS_PASS, ONE_TOKEN, START);
        assertThat(records().allocate(BERT, AccessType.USER_ACCESS_PASS, ONE_TOKEN, START))
                .isEqualTo(Records.AllocationOutcome.POOL_EMPTY);
        Terms three = terms(0, 0, 3);

        assertThat(records().adjust(three, START).isEmpty()).isTrue();

        assertThat(stock(three, START).pool(AccessType.USER_ACCESS_PASS).available())
                .isEqualTo(2);
        assertThat(records().allocate(BERT, AccessType.USER_ACCESS_PASS, three, START))
                .isEqualTo(Records.AllocationOutcome.ALLOCATED);
    }

    /** Domain.md §1.5: fewer tokens take nothing back; none is given until fewer are allocated than the terms say. */
    @Test
    void afterADecreaseOfTokensNoneIsGivenUntilBelow() {
        for (int i = 0; i < 4; i++) {
            records().allocate(user(i), AccessType.USER_ACCESS_PASS, TERMS, START);
        }
        Terms two = terms(0, 0, 2);
        assertThat(records().adjust(two, START)).isEqualTo(new Adjustment(List.of(), List.of(), List.of()));
        inForce(two, START, Map.of(), everybody(AccessType.USER_ACCESS_PASS));

        for (int i = 0; i < 2; i++) {
            withdraw(user(i), AccessType.USER_ACCESS_PASS, START);
            assertThat(refused(opening(ANNA, START).terms(two).open())).isTrue();
            assertThat(records().apply(site(Map.of(GROUP, 1), everybody(AccessType.USER_ACCESS_PASS)), two, START))
                    .isFalse();
        }
        withdraw(user(2), AccessType.USER_ACCESS_PASS, START);

        assertThat(granted(opening(ANNA, START).terms(two).open())).isTrue();
        assertThat(refused(opening(BERT, START).terms(two).open())).isTrue();
    }

    /** Domain.md §1.5: at the conversion date tokens are gone, and what was prepared before holds (S0, cause 3). */
    @Test
    void conversionEndsUserAccessPassesAndGroups() {
        Terms converting = TestTerms.converting(TERMS, days(10));
        inForce(converting, START, Map.of(GROUP, 2), everybodyDraws());
        records().allocate(ANNA, AccessType.USER_ACCESS_PASS, converting, START);
        records().allocate(ANNA, AccessType.PROFESSIONAL, converting, START);
        open(BERT, START);
        assertThat(records().adjust(converting, days(10).minusMillis(1)).isEmpty())
                .isTrue();
        Terms after = converting.at(days(10));

        Adjustment adjustment = records().adjust(after, days(10));

        assertThat(adjustment.removed()).extracting(Allocation::user).containsExactly(ANNA);
        assertThat(adjustment.groupsEnded()).containsExactly(GROUP);
        assertThat(tokens(after, days(10))).isZero();
        assertThat(records().rules().groups()).isEmpty();
        assertThat(records().adjust(after, days(10)).isEmpty()).isTrue();
        assertThat(opening(ANNA, days(10))
                        .terms(after)
                        .open()
                        .session()
                        .orElseThrow()
                        .accessType())
                .isEqualTo(AccessType.PROFESSIONAL);
        assertThat(refused(opening(BERT, days(10)).terms(after).open())).isTrue();
    }

    /** Domain.md §1.5: surplus users become excess, the least recently used first, and come back when there is room. */
    @Test
    void excessIsMarkedAndLiftedAgain() {
        for (int i = 0; i < 4; i++) {
            records().allocate(user(i), AccessType.ANALYZER, TERMS, START);
            open(user(i), START.plusSeconds(10 - i));
        }
        Terms two = terms(0, 2, 0);

        assertThat(records().adjust(two, minutes(1)).changed())
                .extracting(Allocation::user)
                .containsExactlyInAnyOrder(user(2), user(3));

        assertThat(admitting(AccessType.ANALYZER)).isEqualTo(2);
        assertThat(reason(opening(user(3), minutes(1)).terms(two).open())).isEqualTo(Refusal.EXCESS);
        assertThat(granted(opening(user(0), minutes(1)).terms(two).open())).isTrue();
        assertThat(records().allocate(user(3), AccessType.ANALYZER, two, minutes(1)))
                .isEqualTo(Records.AllocationOutcome.HELD_ALREADY);
        assertThat(stock(two, minutes(1)).pool(AccessType.ANALYZER).allocated()).isEqualTo(4);
        restart();
        withdraw(user(0), AccessType.ANALYZER, minutes(2));
        assertThat(records().adjust(two, minutes(2)).changed())
                .extracting(Allocation::user, Allocation::state)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(user(2), Allocation.State.ALLOCATED));
        assertThat(records().adjust(TERMS, minutes(3)).changed())
                .extracting(Allocation::user)
                .containsExactly(user(3));
        assertThat(admitting(AccessType.ANALYZER)).isEqualTo(3);
    }

    private static Refusal reason(Opening.Outcome outcome) {
        return ((Verdict.Refused) outcome.verdict()).reason();
    }
}
