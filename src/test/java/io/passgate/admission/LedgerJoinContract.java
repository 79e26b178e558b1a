package io.passgate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.decision.Refusal;
import io.passgate.decision.Verdict;
import io.passgate.session.Ending;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How every ledger lets requests of one opening find each other (design.md §4, joining). */
public abstract class LedgerJoinContract extends LedgerFixture {

    private AdmittedSession first(String... burst) {
        allocate(ANNA);
        return opening(ANNA, START).burst(burst).open().session().orElseThrow();
    }

    @Test
    void burstOfOneOpeningIsOneSession() {
        AdmittedSession first = first("credentials", "dead cookie");

        Opening.Outcome second =
                opening(ANNA, START.plusMillis(9_999)).burst("dead cookie").open();

        assertThat(renewed(second)).isTrue();
        assertThat(second.session()).containsSame(first);
        assertThat(((Verdict.Renewed) second.verdict()).session())
                .isEqualTo(first.session().id());
        assertThat(records().sessions()).hasSize(1);
    }

    @Test
    void tenSecondsAfterTheOpeningNothingJoinsIt() {
        AdmittedSession first = first("credentials");

        Opening.Outcome second =
                opening(ANNA, START.plusSeconds(10)).burst("credentials").open();

        assertThat(granted(second)).isTrue();
        assertThat(second.session()).isPresent().get().isNotSameAs(first);
        assertThat(records().sessions()).hasSize(2);
    }

    @Test
    void requestThatArrivedInTimeJoinsThoughItsTurnCameLater() {
        AdmittedSession first = first("credentials");

        Opening.Outcome slow = opening(ANNA, START.plusSeconds(11))
                .arrived(START.plusSeconds(9))
                .burst("credentials")
                .open();

        assertThat(slow.session()).containsSame(first);
    }

    @Test
    void onceTheCookieHasComeBackNoLaterRequestJoins() {
        AdmittedSession first = first("credentials");
        Instant back = START.plusSeconds(2);
        ledger().closeJoin(first.session().id(), back);

        Opening.Outcome under = opening(ANNA, back.plusMillis(5))
                .arrived(back)
                .burst("credentials")
                .open();
        Opening.Outcome later =
                opening(ANNA, back.plusMillis(1)).burst("credentials").open();

        assertThat(under.session()).as("was under way already").containsSame(first);
        assertThat(granted(later)).as("came after the cookie").isTrue();
        assertThat(records().sessions()).hasSize(2);
    }

    @Test
    void joinIsClosedByTheFirstReturnOfTheCookie() {
        AdmittedSession first = first("credentials");
        ledger().closeJoin(first.session().id(), START.plusSeconds(2));
        ledger().closeJoin(first.session().id(), START.plusSeconds(5));

        Opening.Outcome later =
                opening(ANNA, START.plusSeconds(3)).burst("credentials").open();

        assertThat(granted(later)).isTrue();
    }

    @Test
    void closingTheJoinOfNoSessionDoesNothing() {
        AdmittedSession first = first("credentials");
        ledger().closeJoin(drawSession(), START);

        Opening.Outcome second =
                opening(ANNA, START.plusSeconds(1)).burst("credentials").open();

        assertThat(second.session()).containsSame(first);
    }

    @Test
    void keyOfAnOldOpeningBelongsToTheNewOne() {
        first("credentials");
        Instant later = START.plusSeconds(60);
        AdmittedSession second =
                opening(ANNA, later).burst("credentials").open().session().orElseThrow();

        Opening.Outcome third =
                opening(ANNA, later.plusSeconds(1)).burst("credentials").open();

        assertThat(third.session()).containsSame(second);
    }

    @Test
    void differentKeysAreDifferentSessions() {
        first("credentials of one context");

        assertThat(granted(opening(ANNA, START).burst("credentials of another").open()))
                .isTrue();
        assertThat(granted(opening(ANNA, START).open())).isTrue();
        assertThat(records().sessions()).hasSize(3);
    }

    @Test
    void burstJoinsAtTheMaximumToo() {
        AdmittedSession first = first("credentials");
        for (int i = 1; i < 5; i++) {
            open(ANNA, START);
        }

        Opening.Outcome joining =
                opening(ANNA, START.plusSeconds(1)).burst("credentials").open();

        assertThat(joining.session()).containsSame(first);
    }

    @Test
    void nothingIsJoinedOnAStaleLicense() {
        first("credentials");

        Opening.Outcome joining =
                opening(ANNA, START.plusSeconds(1)).burst("credentials").stale().open();

        assertThat(((Verdict.Refused) joining.verdict()).reason()).isEqualTo(Refusal.LICENSE_STALE);
        assertThat(joining.session()).isEmpty();
        assertThat(records().denied(START)).hasSize(1);
    }

    @Test
    void endedSessionIsNotJoined() {
        AdmittedSession first = first("credentials");
        end(first, Ending.LOG_OUT, START.plusSeconds(1));

        Opening.Outcome second =
                opening(ANNA, START.plusSeconds(2)).burst("credentials").open();

        assertThat(granted(second)).isTrue();
        assertThat(second.session()).get().isNotSameAs(first);
    }

    @Test
    void cookieLessClientIsOneSessionForAsLongAsItLives() {
        allocate(ANNA);
        AdmittedSession first =
                opening(ANNA, START).cookieLess("client").open().session().orElseThrow();
        Instant last = START.plus(IDLE).minusSeconds(1);
        first.active(last.toEpochMilli());
        ledger().closeJoin(first.session().id(), START.plusSeconds(1));

        Opening.Outcome second = opening(ANNA, START.plus(IDLE).plusSeconds(60))
                .cookieLess("client")
                .open();

        assertThat(second.session()).containsSame(first);
    }

    @Test
    void cookieLessClientThatWasIdleTooLongOpensAnew() {
        allocate(ANNA);
        AdmittedSession first =
                opening(ANNA, START).cookieLess("client").open().session().orElseThrow();

        Opening.Outcome second =
                opening(ANNA, START.plus(IDLE)).cookieLess("client").open();

        assertThat(granted(second)).isTrue();
        assertThat(first.ended()).contains(Ending.IDLE);
        assertThat(records().sessions()).hasSize(1);
    }

    @Test
    void burstAndCookieLessKeysAreKeptApart() {
        allocate(ANNA);
        opening(ANNA, START).cookieLess("same words").open();

        assertThat(granted(opening(ANNA, START).burst("same words").open())).isTrue();
    }

    @Test
    void openingIsJoinedAfterARestart() {
        AdmittedSession first = first("credentials");

        restart();
        Opening.Outcome second =
                opening(ANNA, START.plusSeconds(3)).burst("credentials").open();

        assertThat(renewed(second)).isTrue();
        assertThat(second.session().orElseThrow().session().id())
                .isEqualTo(first.session().id());
        assertThat(records().sessions()).hasSize(1);
    }

    @Test
    void pressingEndTwiceEndsOneSessionAndOpensOne() {
        allocate(ANNA);
        AdmittedSession other = fill(ANNA, START).get(0);
        Instant pressed = START.plusSeconds(60);

        Opening.Outcome once =
                opening(ANNA, pressed).burst("credentials").endFirst(other).open();
        Opening.Outcome twice =
                opening(ANNA, pressed).burst("credentials").endFirst(other).open();

        assertThat(granted(once)).isTrue();
        assertThat(twice.session()).containsSame(once.session().orElseThrow());
        assertThat(twice.ended()).isEmpty();
        assertThat(records().sessions(ANNA)).hasSize(5);
    }

    @Test
    void sessionThatIsToEndIsNotJoined() {
        AdmittedSession first = first("credentials");

        Opening.Outcome second = opening(ANNA, START.plusSeconds(1))
                .burst("credentials")
                .endFirst(first)
                .open();

        assertThat(granted(second)).isTrue();
        assertThat(first.ended()).contains(Ending.OWN_OTHER);
        assertThat(records().sessions(ANNA)).hasSize(1);
    }
}
