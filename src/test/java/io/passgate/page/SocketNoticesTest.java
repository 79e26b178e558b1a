package io.passgate.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.decision.Explanation;
import io.passgate.decision.Refusal;
import io.passgate.decision.Verdict;
import io.passgate.identity.User;
import io.passgate.page.SocketNotices.SignedIn;
import io.passgate.session.Ending;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SocketNoticesTest {

    private static final SignedIn ANNA = new SignedIn(new User("CORP", "Anna"), "https://hub.example.com/qps/user");
    private static final Instant NOW = Instant.parse("2014-01-10T08:55:17.3725148Z");
    private static final String AUTHENTICATED =
            "{\"jsonrpc\":\"2.0\",\"method\":\"OnAuthenticationInformation\",\"params\":{\"userId\":\"anna\","
                    + "\"userDirectory\":\"corp\",\"logoutUri\":\"https://hub.example.com/qps/user\",\"mustAuthenticate\":false}}";
    private final SocketNotices notices = new SocketNotices(new SiteSettings("Qlik Sense", Optional.empty()));

    @Test
    void timedOutSessionIsToldLetterForLetterAsQlikTells() {
        assertThat(notices.ended(Ending.IDLE, "4711", NOW))
                .isEqualTo(new SocketNotice(
                        List.of(
                                "{\"jsonrpc\":\"2.0\",\"method\":\"OnSessionTimedOut\",\"params\":{\"severity\":\"fatal\","
                                        + "\"timestamp\":\"2014-01-10T08:55:17.3725148Z\","
                                        + "\"message\":\"Session timed out due to inactivity\"}}"),
                        4401,
                        "idle; request 4711"));
    }

    @ParameterizedTest
    @EnumSource(value = Refusal.class, names = "TOO_MANY_SESSIONS", mode = EnumSource.Mode.EXCLUDE)
    void whoHasNoAccessIsToldByOnLicenseAccessDenied(Refusal reason) {
        assertThat(notices.refused(refused(reason), ANNA, "4711", NOW))
                .isEqualTo(new SocketNotice(
                        List.of(
                                AUTHENTICATED,
                                "{\"jsonrpc\":\"2.0\",\"method\":\"OnLicenseAccessDenied\",\"params\":{\"severity\":\"fatal\","
                                        + "\"timestamp\":\"2014-01-10T08:55:17.3725148Z\","
                                        + "\"message\":\"Access to the app is denied: No available access type\"}}"),
                        4403,
                        reason.code() + "; request 4711"));
    }

    @Test
    void sixthSessionIsToldByOnMaxParallelSessionsExceeded() {
        assertThat(notices.refused(refused(Refusal.TOO_MANY_SESSIONS), ANNA, "4711", NOW))
                .isEqualTo(new SocketNotice(
                        List.of(
                                AUTHENTICATED,
                                "{\"jsonrpc\":\"2.0\",\"method\":\"OnMaxParallelSessionsExceeded\",\"params\":{"
                                        + "\"severity\":\"fatal\",\"timestamp\":\"2014-01-10T08:55:17.3725148Z\","
                                        + "\"message\":\"You cannot access Qlik Sense because you have too many sessions active"
                                        + " in parallel.\"}}"),
                        4429,
                        "too-many-sessions; request 4711"));
    }

    @Test
    void loggedOutSessionIsToldSo() {
        SocketNotice notice = notices.ended(Ending.LOG_OUT, "4711", NOW);

        assertThat(notice.messages().toString()).contains("\"OnSessionLoggedOut\"", "\"User logged out manually\"");
        assertThat(notice.closeCode()).isEqualTo(4401);
    }

    @Test
    void sessionEndedByItsOwnerElsewhereIsClosedByTheServer() {
        SocketNotice notice = notices.ended(Ending.OWN_OTHER, "4711", NOW);

        assertThat(notice.messages().toString()).contains("\"OnSessionClosed\"", "\"Session closed by server\"");
        assertThat(notice.closeCode()).isEqualTo(4401);
    }

    @Test
    void withdrawnAccessPassClosesWithNoAccessPass() {
        assertThat(notices.ended(Ending.WITHDRAWN, "4711", NOW).closeCode()).isEqualTo(4403);
    }

    @Test
    void restartNotifiesOfNothingBecauseTheSessionGoesOn() {
        assertThat(notices.draining()).isEqualTo(new SocketNotice(List.of(), 1012, "service restart"));
    }

    private static Verdict.Refused refused(Refusal reason) {
        return new Verdict.Refused(reason, 5, Optional.empty(), new Explanation(List.of(), ""));
    }
}
