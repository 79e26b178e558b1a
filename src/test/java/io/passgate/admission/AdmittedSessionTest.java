package io.passgate.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.session.Ending;
import io.passgate.session.Session;
import io.passgate.session.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An open session as the request path sees it, and the cookie that opens it (design.md §4 and §7). */
class AdmittedSessionTest {

    private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");
    private static final long IDLE_MILLIS = Duration.ofMinutes(30).toMillis();

    private final AdmittedSession session = new AdmittedSession(
            new Session(
                    new SessionId("s1"),
                    User.parse("CORP\\anna"),
                    "/",
                    NOW,
                    NOW,
                    Duration.ofMinutes(30),
                    "192.0.2.7",
                    "B",
                    Optional.empty()),
            AccessType.ANALYZER,
            false);

    @Test
    void admitsUntilIdleAndActivityMovesThatForwardOnly() {
        long now = NOW.toEpochMilli();

        assertThat(session.admits(now + IDLE_MILLIS - 1)).isTrue();
        assertThat(session.admits(now + IDLE_MILLIS)).isFalse();
        session.active(now + 1000);
        session.active(now + 500);
        assertThat(session.lastSeenMillis()).isEqualTo(now + 1000);
        assertThat(session.admits(now + IDLE_MILLIS + 999)).isTrue();
        assertThat(session.admits(now + IDLE_MILLIS + 1000)).isFalse();
    }

    @Test
    void endedSessionAdmitsNobodyAndTheFirstEndingStays() {
        session.end(Ending.LOG_OUT);
        session.end(Ending.IDLE);

        assertThat(session.admits(NOW.toEpochMilli())).isFalse();
        assertThat(session.ended()).contains(Ending.LOG_OUT);
    }

    @Test
    void whatRunsIsToldOnceAndWhatIsOverIsNot() {
        List<String> told = new ArrayList<>();
        LiveExchange running = how -> told.add("running " + how);
        LiveExchange over = how -> told.add("over " + how);
        session.started(running);
        session.started(over);
        session.finished(over);

        session.end(Ending.ADMINISTRATOR);
        session.end(Ending.ADMINISTRATOR);
        session.finished(running);

        assertThat(told).containsExactly("running ADMINISTRATOR");
    }

    @Test
    void whatStartsAfterTheEndEndsAtOnce() {
        List<Ending> told = new ArrayList<>();
        session.end(Ending.LOG_OUT);

        session.started(told::add);

        assertThat(told).containsExactly(Ending.LOG_OUT);
    }

    @Test
    void exchangesThatStartWhileItEndsAreEachToldOnce() {
        AtomicInteger told = new AtomicInteger();
        List<Callable<Boolean>> racers = Stream.concat(
                        IntStream.range(0, 63).<Callable<Boolean>>mapToObj(i -> () -> {
                            session.started(how -> told.addAndGet(i + 1));
                            return true;
                        }),
                        Stream.<Callable<Boolean>>of(() -> {
                            session.end(Ending.ADMINISTRATOR);
                            return true;
                        }))
                .toList();

        LedgerFixture.race(racers);

        assertThat(told).hasValue(63 * 64 / 2);
    }

    @Test
    void cookieComesBackOnceForTheFirstTime() {
        assertThat(session.cookieCameBack()).isTrue();
        assertThat(session.cookieCameBack()).isFalse();
        assertThat(new AdmittedSession(session.session(), AccessType.ANALYZER, true).cookieCameBack())
                .isFalse();
    }

    @Test
    void cookieIsTheSameForASessionOnEveryNodeAndTellsNothing() {
        byte[] key = "0123456789abcdef0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        byte[] otherKey = "1123456789abcdef0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        SessionId one = new SessionId("s1");

        String cookie = new GateCookies(key).of(one);

        assertThat(new GateCookies(key).of(one)).isEqualTo(cookie);
        assertThat(cookie).hasSize(43).matches("[A-Za-z0-9_-]+");
        assertThat(new GateCookies(key).of(new SessionId("s2"))).isNotEqualTo(cookie);
        assertThat(new GateCookies(otherKey).of(one)).isNotEqualTo(cookie);
        assertThat(SessionKey.of(cookie).sha256()).isNotEqualTo(cookie);
        assertThatThrownBy(() -> new GateCookies(new byte[31])).hasMessageContaining("32 bytes");
    }
}
