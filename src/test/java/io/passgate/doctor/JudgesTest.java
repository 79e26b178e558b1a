package io.passgate.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.admission.LicenseOffice.Form;
import io.passgate.admission.LicenseOffice.LicenseStatus;
import io.passgate.admission.LicenseSource;
import io.passgate.backend.ForwardProxy;
import io.passgate.doctor.Dial.ProxyAnswer;
import io.passgate.doctor.Finding.Area;
import io.passgate.doctor.Finding.Level;
import io.passgate.license.Standing;
import io.passgate.store.LedgerLook.Seen;
import io.passgate.store.LedgerLook.State;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is made of observations, where a real set-up is hard to have. */
class JudgesTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final Subject SUBJECT = new Subject("it");
    private static final Target TARGET = new Target(
            SUBJECT,
            "the license backend",
            "license.backend",
            "license.backend.url",
            URI.create("https://license.example.com"),
            Optional.empty(),
            Optional.of(new ForwardProxy(URI.create("http://proxy.example.com:3128"), Optional.empty())));

    @Test
    void aFirewallAndAMissingRouteAreNotTheSame() {
        assertThat(ReachJudge.noConnection(TARGET, new SocketTimeoutException()).wrong())
                .contains("most likely a firewall drops it");
        assertThat(ReachJudge.noConnection(TARGET, new SocketTimeoutException()).toDo())
                .contains("proxy.example.com:3128");
        assertThat(ReachJudge.noConnection(TARGET, new NoRouteToHostException()).toDo())
                .contains("routes");
        assertThat(ReachJudge.noConnection(TARGET, new IOException("strange")).wrong())
                .contains("strange");
    }

    @Test
    void eachAnswerOfAProxyHasItsOwnWords() {
        assertThat(proxy(200).level()).isEqualTo(Level.OK);
        assertThat(proxy(502).wrong()).contains("cannot reach license.example.com:443 itself");
        assertThat(proxy(405).wrong()).contains("opens no tunnel");
        assertThat(proxy(0).wrong()).contains("no HTTP proxy");
        assertThat(proxy(0).area()).isEqualTo(Area.CONFIGURATION);
    }

    private static Finding proxy(int status) {
        return ReachJudge.proxy(TARGET, new ProxyAnswer(status, Optional.empty()));
    }

    @Test
    void twoMinutesBetweenClocksAreNothingFifteenAreTooMany() {
        assertThat(clock("Sun, 01 Nov 2026 12:01:59 GMT").level()).isEqualTo(Level.OK);
        assertThat(clock("Sun, 01 Nov 2026 12:02:01 GMT").level()).isEqualTo(Level.WARNING);
        assertThat(clock("Sun, 01 Nov 2026 12:02:01 GMT").wrong()).contains("2 minutes behind that of");
        assertThat(clock("Sun, 01 Nov 2026 12:15:01 GMT").level()).isEqualTo(Level.FAULT);
        assertThat(clock("Sun, 01 Nov 2026 11:30:00 GMT").wrong()).contains("30 minutes ahead of that of");
        assertThat(clock("yesterday").level()).isEqualTo(Level.SKIPPED);
    }

    private static Finding clock(String date) {
        return ClockBounds.backend(Duration.ofMinutes(15)).judge(TARGET, date, NOW);
    }

    @Test
    void aLicenseThatWasRefusedOrIsMissingLetsNobodyIn() {
        assertThat(standing(Standing.refused("on the deny list")).wrong()).contains("it is refused");
        assertThat(standing(Standing.refused("on the deny list")).seen()).contains("on the deny list");
        assertThat(standing(Standing.missing("none")).isFault()).isTrue();
    }

    private static Finding standing(Standing standing) {
        return new StandingJudge(SUBJECT, "kept", NOW)
                .judge(new LicenseStatus(
                        Form.SIGNED_KEY,
                        "9999",
                        LicenseSource.NO_TERMS,
                        standing,
                        Optional.empty(),
                        "",
                        Optional.empty(),
                        List.of()));
    }

    @Test
    void aLedgerMayBeMissingOldOrTooLargeToLookThrough() {
        for (State state : List.of(State.MISSING, State.OLDER, State.UNFINISHED, State.SOUND)) {
            assertThat(ledger(state).level()).as(state.name()).isEqualTo(Level.OK);
        }
        assertThat(ledger(State.UNREADABLE).toDo()).contains("let the account of the gate read and write");
    }

    private static Finding ledger(State state) {
        return LedgerCheck.judge(SUBJECT, Path.of("passgate.db"), new Seen(state, 1, "x"));
    }

    @Test
    void whatOthersSaidReachesNoTerminalAsItCame() {
        assertThat(SUBJECT.ok("http", "Location: \u001b[2J\r\nFAULT").seen()).isEqualTo("Location:  [2J FAULT");
    }

    @Test
    void spansAreSaidInTheLargestUnitThatStillTellsSomething() {
        assertThat(Spans.words(Duration.ofSeconds(1))).isEqualTo("1 second");
        assertThat(Spans.words(Duration.ofSeconds(119))).isEqualTo("119 seconds");
        assertThat(Spans.words(Duration.ofMinutes(119))).isEqualTo("119 minutes");
        assertThat(Spans.words(Duration.ofHours(47))).isEqualTo("47 hours");
        assertThat(Spans.words(Duration.ofDays(2))).isEqualTo("2 days");
    }
}
