package io.passgate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.identity.Credentials;
import io.passgate.identity.User;
import io.passgate.session.Ending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests of one client are one session; those of two clients are two (design.md §4, domain.md §2 false positives b and c). */
class AdmitJoiningTest {

    private static final Credentials HERS = TestRequest.credentials("hers");

    private final TestGate gate = new TestGate();
    private final User anna = gate.allocated("CORP\\anna");

    @AfterEach
    void logIsWhole() {
        gate.log.isWhole();
    }

    private List<Admittance> together(List<TestRequest> requests) {
        return LedgerFixture.race(requests.stream()
                .<Callable<Admittance>>map(request -> () -> gate.arrive(request.arrival()))
                .toList());
    }

    private void isOneSession(List<Admittance> admittances) {
        assertThat(admittances.stream().map(TestGate::session).distinct()).hasSize(1);
        assertThat(admittances.stream()
                        .map(a -> ((Admittance.Admitted) a).newCookie())
                        .distinct())
                .as("every answer brings the same cookie")
                .hasSize(1);
        assertThat(gate.log.opened).hasSize(1);
    }

    @Test
    void firstPagesDozenIsOneSession() {
        gate.hub.signIn(HERS, anna);

        isOneSession(together(
                IntStream.range(0, 12).mapToObj(i -> gate.request().with(HERS)).toList()));
    }

    /** After sleep or disconnect a client fires many requests with its expired cookie (tac-p/2103625). */
    @Test
    void twoHundredRequestsWithADeadCookieAreOneSession() {
        TestBrowser browser = new TestBrowser(gate, "192.0.2.7", "Browser/1").signIn(anna, HERS);
        browser.session();
        gate.clock.forward(Duration.ofHours(9));
        TestGate.done(gate.endSession.expire());
        gate.log.opened.clear();
        gate.log.ended.clear();
        List<TestRequest> burst =
                IntStream.range(0, 200).mapToObj(i -> browser.request("/")).toList();

        isOneSession(together(burst));
    }

    @Test
    void burstWithADeadCookieIsOneSessionThoughTheHubRotatesItsOwn() {
        List<TestRequest> burst = IntStream.range(0, 40)
                .mapToObj(i -> {
                    Credentials rotated = TestRequest.credentials("rotated-" + i);
                    gate.hub.signIn(rotated, anna);
                    return gate.request().with(rotated).gate("a dead cookie");
                })
                .toList();

        isOneSession(together(burst));
    }

    @Test
    void requestsUnderWayWhenTheCookieComesBackJoinAndLaterOnesDoNot() {
        gate.hub.signIn(HERS, anna);
        TestRequest underWay = gate.request().with(HERS);
        TestBrowser browser = new TestBrowser(gate, "192.0.2.7", "Browser/1").signIn(anna, HERS);
        AdmittedSession session = browser.session();
        gate.clock.forward(Duration.ofMillis(5));
        browser.session();
        gate.clock.forward(Duration.ofMillis(5));

        assertThat(TestGate.session(gate.arrive(underWay.arrival()))).isSameAs(session);
        assertThat(TestGate.session(gate.arrive(gate.request().with(HERS).arrival())))
                .as("another browser with the same hub cookie")
                .isNotSameAs(session);
    }

    @Test
    void cookieLessClientIsOneSessionPerUserAddressAndUserAgent() {
        User bert = gate.allocated("CORP\\bert");
        Credentials his = TestRequest.credentials("his");
        gate.hub.signIn(HERS, anna);
        gate.hub.signIn(his, bert);
        TestRequest script =
                gate.request().with(HERS).from("192.0.2.7", "curl/8").withoutCookies();

        AdmittedSession first = TestGate.session(gate.arrive(script.arrival()));
        gate.clock.forward(Duration.ofMinutes(20));
        AdmittedSession again = TestGate.session(gate.arrive(gate.request()
                .with(HERS)
                .from("192.0.2.7", "curl/8")
                .withoutCookies()
                .arrival()));
        AdmittedSession elsewhere =
                TestGate.session(gate.arrive(script.from("192.0.2.8", "curl/8").arrival()));
        AdmittedSession otherAgent = TestGate.session(
                gate.arrive(script.from("192.0.2.7", "python/3").arrival()));
        AdmittedSession otherUser =
                TestGate.session(gate.arrive(script.with(his).arrival()));

        assertThat(again).as("qlik-oss/enigma.js #424, #970").isSameAs(first);
        assertThat(List.of(first, elsewhere, otherAgent, otherUser)).doesNotHaveDuplicates();
        assertThat(gate.log.opened).hasSize(4);
    }

    @Test
    void hundredSequentialCallsOfACookieLessClientAreOneSession() {
        List<Admittance> calls = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Credentials fresh = TestRequest.credentials("token-" + i);
            gate.hub.signIn(fresh, anna);
            calls.add(gate.arrive(gate.request().with(fresh).withoutCookies().arrival()));
            gate.clock.forward(Duration.ofMinutes(1));
        }

        isOneSession(calls);
    }

    @Test
    void trustedHeaderBurstIsOneSession() {
        gate.hub.signIn(Credentials.NONE, anna);

        isOneSession(together(IntStream.range(0, 12)
                .mapToObj(i -> gate.request().header("x-remote-user", "anna"))
                .toList()));
    }

    @Test
    void sixContextsOfOneBrowserAreSixSessions() {
        List<TestBrowser> contexts = IntStream.range(0, 6)
                .mapToObj(i -> new TestBrowser(gate, "192.0.2.7", "Browser/1").signIn(anna))
                .toList();

        List<Admittance> admittances =
                together(contexts.stream().map(b -> b.request("/")).toList());

        assertThat(admittances)
                .filteredOn(a -> a instanceof Admittance.Admitted)
                .hasSize(5);
        assertThat(admittances).filteredOn(a -> a instanceof Admittance.Refused).hasSize(1);
    }

    @Test
    void tokenCopiedToTwoMachinesIsTwoSessions() {
        gate.hub.signIn(HERS, anna);

        AdmittedSession here = TestGate.session(gate.arrive(
                gate.request().with(HERS).from("192.0.2.7", "Browser/1").arrival()));
        AdmittedSession there = TestGate.session(gate.arrive(
                gate.request().with(HERS).from("198.51.100.9", "Browser/1").arrival()));

        assertThat(here).isNotSameAs(there);
    }

    @Test
    void twoRequestsOfAnotherUserWithOneLiveCookieEndItOnceAndOpenOne() {
        User bert = gate.allocated("CORP\\bert");
        TestBrowser browser = new TestBrowser(gate, "192.0.2.7", "Browser/1").signIn(anna);
        AdmittedSession annas = browser.session();
        browser.signIn(bert, TestRequest.credentials("his"));
        CompletableFuture<Void> hub = gate.hub.hold();
        List<CompletableFuture<Admittance>> both = IntStream.range(0, 2)
                .mapToObj(
                        i -> gate.admit().admit(browser.request("/").arrival()).toCompletableFuture())
                .toList();

        hub.complete(null);

        AdmittedSession berts = TestGate.session(TestGate.done(both.get(0)));
        assertThat(TestGate.session(TestGate.done(both.get(1)))).isSameAs(berts);
        assertThat(berts.session().user()).isEqualTo(bert);
        assertThat(annas.ended()).contains(Ending.USER_SWITCH);
        assertThat(gate.log.ended).hasSize(1);
        assertThat(gate.records.sessions()).hasSize(1);
    }

    @Test
    void racingUserSwitchOpensOneSession() {
        for (int round = 0; round < 20; round++) {
            User next =
                    gate.allocated("CORP\\user" + round % 8 + "x" + round / 8).equals(anna)
                            ? anna
                            : User.parse("CORP\\user" + round % 8 + "x" + round / 8);
            TestBrowser browser = new TestBrowser(gate, "192.0.2." + round, "Browser/1").signIn(anna);
            browser.session();
            browser.signIn(next);

            List<Admittance> admittances = together(
                    IntStream.range(0, 16).mapToObj(i -> browser.request("/")).toList());

            assertThat(admittances.stream().map(TestGate::session).distinct()).hasSize(1);
            assertThat(gate.records.sessions(next)).hasSize(1);
            assertThat(gate.records.sessions(anna)).isEmpty();
            gate.records.withdraw(
                    next,
                    io.passgate.license.AccessType.PROFESSIONAL,
                    TestGate.TERMS,
                    io.passgate.license.Quarantine.BY_FAMILY,
                    TestGate.START);
        }
    }

    @Test
    void sessionThatEndsWhileItsUserIsAskedAboutIsNotGoneOnWith() {
        TestBrowser browser = new TestBrowser(gate, "192.0.2.7", "Browser/1").signIn(anna, HERS);
        AdmittedSession session = browser.session();
        CompletableFuture<Void> hub = gate.hub.hold();
        var admitting = gate.admit().admit(browser.request("/").arrival());
        TestGate.done(gate.endSession.end(session.session().id(), Ending.ADMINISTRATOR));
        hub.complete(null);

        AdmittedSession next = TestGate.session(TestGate.done(admitting));

        assertThat(next).isNotSameAs(session);
        assertThat(next.ended()).isEmpty();
    }

    @Test
    void sessionThatEndsWhileItCannotBeToldWhoAsksIsNotGoneOnWith() {
        TestBrowser browser = new TestBrowser(gate, "192.0.2.7", "Browser/1").signIn(anna, HERS);
        AdmittedSession session = browser.session();
        gate.hub.answer(HERS, new io.passgate.identity.Identification.CannotTell("HTTP 502"));
        CompletableFuture<Void> hub = gate.hub.hold();
        var admitting = gate.admit().admit(browser.request("/").arrival());
        TestGate.done(gate.endSession.end(session.session().id(), Ending.ADMINISTRATOR));
        hub.complete(null);

        assertThat(TestGate.done(admitting)).isInstanceOf(Admittance.CannotTell.class);
    }

    /** Log-out overtakes a request that joins: it is asked about anew, and by then nobody is signed in. */
    @Test
    void requestThatJoinedASessionJustEndedIsLookedAtAnew() {
        gate.hub.signIn(HERS, anna);
        AdmittedSession session =
                TestGate.session(gate.arrive(gate.request().with(HERS).arrival()));
        TestRequest second = gate.request().with(HERS);
        gate.ledger.set(new OvertakenLedger(gate.records, () -> {
            gate.hub.forget(second.arrival().facts());
            TestGate.done(gate.endSession.end(session.session().id(), Ending.LOG_OUT));
        }));

        assertThat(gate.arrive(second.arrival())).isInstanceOf(Admittance.NotSignedIn.class);
        assertThat(gate.log.opened).as("no session is left behind").hasSize(1);
    }

    @Test
    void sessionThatIsAlwaysEndedAtOnceIsNotTriedForEver() {
        gate.hub.signIn(HERS, anna);
        gate.ledger.set(new OvertakenLedger(gate.records, () -> gate.records
                .sessions()
                .forEach(r -> TestGate.done(gate.endSession.end(r.session().id(), Ending.ADMINISTRATOR)))));

        AdmittedSession last =
                TestGate.session(gate.arrive(gate.request().with(HERS).arrival()));

        assertThat(last.ended()).as("what runs of it ends at once").isEqualTo(Optional.of(Ending.ADMINISTRATOR));
        assertThat(gate.log.opened).hasSize(3);
    }
}
