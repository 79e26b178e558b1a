package io.passgate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.identity.Credentials;
import io.passgate.identity.Identification;
import io.passgate.identity.User;
import io.passgate.session.Ending;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Paths that need no access pass: who is asking matters, nothing is opened and nobody is refused (design.md §4 and §9). */
class AdmitVisitTest {

    private static final Credentials HERS = TestRequest.credentials("hers");

    private final TestGate gate = new TestGate();
    private final User anna = gate.allocated("CORP\\anna");
    private final TestBrowser browser = new TestBrowser(gate, "192.0.2.7", "Browser/1").signIn(anna, HERS);

    private Admittance visit(TestRequest request) {
        return TestGate.done(gate.admit().visit(request.arrival()));
    }

    @Test
    void visitOpensNoSessionAndRefusesNobodyWhoIsSignedIn() {
        gate.hub.signIn(TestRequest.credentials("carl"), User.parse("CORP\\carl"));

        assertThat(((Admittance.SignedIn) visit(browser.request("/"))).user()).isEqualTo(anna);
        assertThat(visit(gate.request().with(TestRequest.credentials("carl")))).isInstanceOf(Admittance.SignedIn.class);
        assertThat(visit(gate.request().with(TestRequest.credentials("unknown"))))
                .isInstanceOf(Admittance.NotSignedIn.class);
        assertThat(gate.records.sessions()).isEmpty();
        assertThat(gate.records.denied(TestGate.START)).isEmpty();
    }

    @Test
    void visitWithALiveCookieGoesOnWithItsSessionAndKeepsItAwake() {
        AdmittedSession session = browser.session();
        gate.clock.forward(Duration.ofMinutes(20));

        assertThat(TestGate.session(visit(browser.request("/")))).isSameAs(session);

        assertThat(session.lastSeenMillis()).isEqualTo(gate.clock.millis());
        assertThat(TestGate.session(visit(browser.request("/").with(Credentials.NONE))))
                .isSameAs(session);
    }

    @Test
    void visitOfAnotherUserIsNotTheSessionsAndEndsNothing() {
        AdmittedSession session = browser.session();
        gate.hub.signIn(TestRequest.credentials("bert"), User.parse("CORP\\bert"));

        Admittance admittance = visit(browser.request("/").with(TestRequest.credentials("bert")));

        assertThat(((Admittance.SignedIn) admittance).user()).isEqualTo(User.parse("CORP\\bert"));
        assertThat(session.ended()).isEmpty();
    }

    @Test
    void sessionGoesOnTenMinutesWhileItCannotBeToldWhoVisits() {
        AdmittedSession session = browser.session();
        gate.clock.forward(Duration.ofMinutes(5));
        visit(browser.request("/"));
        gate.hub.answer(HERS, new Identification.CannotTell("HTTP 503"));

        gate.clock.forward(Duration.ofMinutes(10).minusMillis(1));
        assertThat(TestGate.session(visit(browser.request("/")))).isSameAs(session);
        gate.clock.forward(Duration.ofMillis(1));
        assertThat(visit(browser.request("/"))).isInstanceOf(Admittance.CannotTell.class);
    }

    @Test
    void sessionThatEndsWhileItsUserIsAskedAboutIsNotGoneOnWith() {
        AdmittedSession session = browser.session();
        CompletableFuture<Void> hub = gate.hub.hold();
        var visiting = gate.admit().visit(browser.request("/").arrival());
        TestGate.done(gate.endSession.end(session.session().id(), Ending.ADMINISTRATOR));
        hub.complete(null);

        assertThat(TestGate.done(visiting)).isInstanceOf(Admittance.SignedIn.class);
    }

    @Test
    void onAStaleLicenseASessionDoesNotGoOn() {
        browser.session();
        gate.standing.set(TestGate.stale());

        assertThat(visit(browser.request("/"))).isInstanceOf(Admittance.SignedIn.class);
    }
}
