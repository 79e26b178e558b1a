package io.passgate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.decision.LedgerView;
import io.passgate.decision.Refusal;
import io.passgate.decision.Verdict;
import io.passgate.identity.Attributes;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.Allocation;
import io.passgate.license.Pool;
import io.passgate.license.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every ledger keeps for administration: allocations, users, denied access (domain.md §1.1, §1.4 and §6.5). */
public abstract class RecordsContract extends LedgerFixture {

    @Test
    void allocationIsGivenOnceAndCounted() {
        assertThat(records().allocate(ANNA, AccessType.ANALYZER, TERMS, START))
                .isEqualTo(Records.AllocationOutcome.ALLOCATED);
        assertThat(records().allocate(ANNA, AccessType.ANALYZER, TERMS, START.plusSeconds(1)))
                .isEqualTo(Records.AllocationOutcome.HELD_ALREADY);

        assertThat(records().allocations()).containsExactly(Allocation.given(ANNA, AccessType.ANALYZER, START));
        assertThat(records().stock(TERMS, START).pools())
                .containsExactly(
                        new Pool(AccessType.PROFESSIONAL, 10, 0),
                        new Pool(AccessType.ANALYZER, 10, 1),
                        new Pool(AccessType.USER_ACCESS_PASS, 10, 0));
    }

    @Test
    void nothingIsGivenFromAPoolTheTermsDoNotName() {
        Terms none = terms(0, 0, 0);

        assertThat(records().allocate(ANNA, AccessType.PROFESSIONAL, none, START))
                .isEqualTo(Records.AllocationOutcome.POOL_EMPTY);
        assertThat(records().allocations()).isEmpty();
        assertThat(records().stock(none, START).pools())
                .allMatch(p -> p.total() == 0)
                .hasSize(3);
    }

    /** Domain.md §1.5: what is freed cannot be given out again until fewer are allocated than the terms say. */
    @Test
    void decreaseOfTheTermsTakesNothingBackAndGivesNothingUntilBelow() {
        for (int i = 0; i < 4; i++) {
            allocate(User.parse("CORP\\user" + i));
        }
        Terms fewer = terms(2, 0, 0);
        assertThat(records().allocations()).hasSize(4);
        assertThat(records().stock(fewer, START).pools()).contains(new Pool(AccessType.PROFESSIONAL, 2, 4));

        List<Records.AllocationOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            withdraw(User.parse("CORP\\user" + i), AccessType.PROFESSIONAL, START);
            outcomes.add(records().allocate(ANNA, AccessType.PROFESSIONAL, fewer, START));
        }

        assertThat(outcomes)
                .containsExactly(
                        Records.AllocationOutcome.POOL_EMPTY,
                        Records.AllocationOutcome.POOL_EMPTY,
                        Records.AllocationOutcome.ALLOCATED);
    }

    @Test
    void withdrawnPassIsTheUsersNoMore() {
        allocate(ANNA);
        records().allocate(ANNA, AccessType.ANALYZER, TERMS, START);

        assertThat(withdraw(ANNA, AccessType.PROFESSIONAL, START)).isPresent();
        assertThat(withdraw(ANNA, AccessType.PROFESSIONAL, START)).isEmpty();
        assertThat(withdraw(BERT, AccessType.ANALYZER, START)).isEmpty();

        assertThat(records().allocations()).extracting(Allocation::type).containsExactly(AccessType.ANALYZER);
        assertThat(opening(ANNA, START).open().session().orElseThrow().accessType())
                .isEqualTo(AccessType.ANALYZER);
    }

    @Test
    void withdrawalEndsNothingByItself() {
        allocate(ANNA);
        AdmittedSession session = open(ANNA, START);

        withdraw(ANNA, AccessType.PROFESSIONAL, START);

        assertThat(session.ended()).isEmpty();
        assertThat(records().sessions(ANNA)).hasSize(1);
    }

    @Test
    void allocationsStandInOrderOfTypeAndUserAndOutliveARestart() {
        records().allocate(BERT, AccessType.USER_ACCESS_PASS, TERMS, START);
        records().allocate(BERT, AccessType.PROFESSIONAL, TERMS, START);
        records().allocate(ANNA, AccessType.USER_ACCESS_PASS, TERMS, START);
        open(BERT, START.plusSeconds(5));
        List<Allocation> before = records().allocations();
        assertThat(before)
                .extracting(a -> a.type() + " " + a.user())
                .containsExactly(
                        "PROFESSIONAL CORP\\bert", "USER_ACCESS_PASS CORP\\anna", "USER_ACCESS_PASS CORP\\bert");

        restart();

        assertThat(records().allocations()).isEqualTo(before);
    }

    @Test
    void decisionReadsWhatAdministrationSees() {
        allocate(ANNA);
        records().allocate(ANNA, AccessType.ANALYZER, TERMS, START);
        allocate(BERT);
        open(ANNA, START);
        open(BERT, START);
        List<LedgerView> read = new ArrayList<>();
        Opening made = opening(ANNA, START.plusSeconds(1)).made();

        done(ledger().open(new Opening(
                made.session(),
                made.key(),
                made.usageId(),
                made.facts(),
                made.attributes(),
                made.joins(),
                made.endFirst(),
                made.terms(),
                (request, view) -> {
                    read.add(view);
                    return new io.passgate.decision.Verdict.Refused(
                            io.passgate.decision.Refusal.LICENSE_MISSING,
                            0,
                            Optional.empty(),
                            new io.passgate.decision.Explanation(List.of(), ""));
                })));

        assertThat(read).isNotEmpty().allMatch(view(ANNA)::equals);
        assertThat(read.get(0).person().allocations())
                .extracting(Allocation::type)
                .containsExactly(AccessType.PROFESSIONAL, AccessType.ANALYZER);
        assertThat(read.get(0).stock()).isEqualTo(records().stock(TERMS, START));
        assertThat(read.get(0).sessions().sessions()).hasSize(1);
    }

    @Test
    void refusalsOfADayAreOneRecordPerUserVirtualProxyAndReason() {
        opening(ANNA, START).request("r1").attributes(groups("old")).open();
        opening(ANNA, START.plusSeconds(60))
                .request("r2")
                .attributes(groups("new"))
                .open();
        opening(ANNA, START.plusSeconds(61)).through("/sales").open();
        opening(ANNA, START.plusSeconds(62)).stale().open();
        opening(BERT, START.plusSeconds(63)).open();

        List<Records.DeniedAccess> denied = records().denied(START);

        assertThat(denied)
                .extracting(d -> d.user() + " " + d.virtualProxy() + " " + d.reason() + " " + d.count())
                .containsExactly(
                        "CORP\\bert / nothing-allocated 1",
                        "CORP\\anna / license-stale 1",
                        "CORP\\anna /sales nothing-allocated 1",
                        "CORP\\anna / nothing-allocated 2");
        assertThat(denied.get(3))
                .isEqualTo(new Records.DeniedAccess(
                        ANNA,
                        groups("new"),
                        "nothing-allocated",
                        false,
                        "/",
                        "192.0.2.7",
                        "r2",
                        START,
                        START.plusSeconds(60),
                        2,
                        denied.get(3).explanation()));
    }

    @Test
    void refusalADayAfterTheLastIsANewRecord() {
        opening(ANNA, START).open();
        Instant nextDay = START.plus(Duration.ofHours(24));
        opening(ANNA, nextDay.minusMillis(1)).open();
        opening(ANNA, nextDay.plus(Duration.ofHours(24))).open();

        assertThat(records().denied(START))
                .extracting(Records.DeniedAccess::count)
                .containsExactly(1L, 2L);
        assertThat(records().denied(nextDay))
                .extracting(Records.DeniedAccess::count)
                .containsExactly(1L);
    }

    @Test
    void deniedAccessOutlivesARestart() {
        opening(ANNA, START).attributes(groups("sales", "support")).open();
        List<Records.DeniedAccess> before = records().denied(START);

        restart();

        assertThat(records().denied(START)).isEqualTo(before);
    }

    @Test
    void everybodyWhoWasSeenAllocatedToOrRefusedIsKnown() {
        allocate(ANNA);
        records().allocate(ANNA, AccessType.ANALYZER, TERMS, START);
        opening(ANNA, START.plusSeconds(5)).attributes(groups("sales")).open();
        opening(BERT, START.plusSeconds(6)).attributes(groups("support")).open();
        records().allocate(User.parse("CORP\\zoe"), AccessType.ANALYZER, TERMS, START);

        List<Records.KnownUser> users = records().users();

        assertThat(users).extracting(u -> u.user().written()).containsExactly("CORP\\anna", "CORP\\bert", "CORP\\zoe");
        assertThat(users.get(0))
                .isEqualTo(new Records.KnownUser(
                        ANNA,
                        groups("sales"),
                        START,
                        START.plusSeconds(5),
                        true,
                        List.of(AccessType.PROFESSIONAL, AccessType.ANALYZER),
                        1));
        assertThat(users.get(1).sessions()).isZero();
        assertThat(users.get(1).attributes()).isEqualTo(groups("support"));
        assertThat(users.get(2).attributes()).isEqualTo(Attributes.NONE);
    }

    @Test
    void lookThatFoundNoAttributesForgetsNone() {
        opening(ANNA, START).attributes(groups("sales")).open();
        opening(ANNA, START.plusSeconds(1)).attributes(Attributes.NONE).open();

        assertThat(records().users().get(0).attributes()).isEqualTo(groups("sales"));
        assertThat(records().denied(START).get(0).attributes()).isEqualTo(groups("sales"));
    }

    @Test
    void whoIsMadeKnownCountsAsSeenThen() {
        records().seen(ANNA, groups("sales"), START);
        records().seen(ANNA, Attributes.NONE, START.plusSeconds(1));

        assertThat(records().users())
                .containsExactly(
                        new Records.KnownUser(ANNA, groups("sales"), START, START.plusSeconds(1), true, List.of(), 0));
    }

    @Test
    void nameThatTriesToBreakTheStoreIsJustAName() {
        User odd = User.parse("CORP\\'; drop table users; -- ü\uD83D\uDE00\\x");
        allocate(odd);
        open(odd, START);

        assertThat(records().sessions(odd)).hasSize(1);
        assertThat(records().users()).extracting(Records.KnownUser::user).containsExactly(odd);
    }

    /** Domain.md §1.4: an inactive user is refused, and keeps what they hold. */
    @Test
    void inactiveUserIsRefusedAndKeepsTheirPass() {
        allocate(ANNA);
        records().setActive(ANNA, false, START);
        records().setActive(BERT, false, START);
        restart();

        assertThat(reason(opening(ANNA, START).open())).isEqualTo(Refusal.USER_INACTIVE);
        assertThat(records().users()).extracting(Records.KnownUser::active).containsExactly(false, false);
        assertThat(records().users().get(0).allocations()).containsExactly(AccessType.PROFESSIONAL);

        records().setActive(ANNA, true, START);
        assertThat(granted(opening(ANNA, START).open())).isTrue();
    }

    /** Design.md §9, mode: in shadow everybody passes, and would-be refusals are recorded as such. */
    @Test
    void shadowRecordsWhoWouldHaveBeenRefused() {
        Opening.Outcome outcome =
                opening(ANNA, START).shadow().request("in shadow").open();
        opening(ANNA, START.plusSeconds(1)).request("refused").open();

        assertThat(outcome.session().orElseThrow().accessType()).isEqualTo(AccessType.UNLICENSED);
        Records.DeniedAccess shadow = records().denied("in shadow").orElseThrow();
        assertThat(shadow.shadow()).isTrue();
        assertThat(shadow.reason()).isEqualTo("nothing-allocated");
        assertThat(shadow.explanation()).isEqualTo(outcome.verdict().explanation());
        assertThat(records().denied("refused").orElseThrow().shadow()).isFalse();
        assertThat(records().denied(START)).hasSize(2);
        assertThat(records().denied("never shown")).isEmpty();
    }

    private static Refusal reason(Opening.Outcome outcome) {
        return ((Verdict.Refused) outcome.verdict()).reason();
    }
}
