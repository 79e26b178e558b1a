package io.passgate.admission;

import static io.passgate.admission.TestGate.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.decision.Refusal;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.TestTerms;
import io.passgate.session.Ending;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People who are not signed in, where site and license let them in (design.md §4, domain.md §1.1 and §1.2, decision 24). */
class AnonymousTest {

    private final TestGate gate = new TestGate();

    @BeforeEach
    void allowed() {
        gate.terms.set(TestRules.may(TestTerms.capacity(TestTerms.of(10, 0, 0), 12, 0), true, Optional.empty()));
        gate.rules(TestRules.everybody(AccessType.ANALYZER_CAPACITY));
    }

    private Admittance come(Optional<String> cookie) {
        return gate.arrive(gate.request().gate(cookie).arrival(Arrival.Anonymous.OPEN));
    }

    private Admittance.Admitted opened() {
        return (Admittance.Admitted) come(Optional.empty());
    }

    private long used() {
        return gate.records.stock(gate.terms.get(), gate.clock.instant()).minutesUsed();
    }

    @Test
    void eachGateCookieIsAUserOfItsOwn() {
        Admittance.Admitted first = opened();
        Admittance.Admitted second = opened();

        assertThat(first.session().session().user().written()).startsWith("NONE\\anonymous");
        assertThat(first.session().session().user())
                .isNotEqualTo(second.session().session().user());
        assertThat(TestGate.session(come(first.newCookie()))).isSameAs(first.session());
        assertThat(TestGate.session(come(second.newCookie()))).isSameAs(second.session());
    }

    @Test
    void noUnitBeforeTheCookieHasComeBackAndOneWhenItHas() {
        Admittance.Admitted opened = opened();
        assertThat(used()).isZero();

        come(opened.newCookie());
        come(opened.newCookie());

        assertThat(used()).isEqualTo(6);
    }

    @Test
    void anOpeningProvesNothingForTheNextRequestOfTheConnection() {
        assertThat(opened().until()).isBeforeOrEqualTo(gate.clock.instant());
    }

    @Test
    void whoSignsInIsAnotherUserAndTheAnonymousSessionEnds() {
        User anna = gate.allocated("CORP\\anna");
        Admittance.Admitted opened = opened();
        gate.hub.signIn(TestRequest.credentials("anna"), anna);

        Admittance after = gate.arrive(gate.request()
                .gate(opened.newCookie())
                .with(TestRequest.credentials("anna"))
                .arrival(Arrival.Anonymous.OPEN));

        assertThat(TestGate.session(after).session().user()).isEqualTo(anna);
        assertThat(opened.session().ended()).contains(Ending.USER_SWITCH);
    }

    @Test
    void minutesUsedUpRefuseThem() {
        Admittance.Admitted opened = opened();
        come(opened.newCookie());
        gate.clock.forward(Duration.ofMinutes(6));
        come(opened.newCookie());
        gate.clock.forward(Duration.ofMinutes(6));

        assertThat(((Admittance.Refused) come(opened.newCookie())).verdict().reason())
                .isEqualTo(Refusal.MINUTES_USED_UP);
        assertThat(((Admittance.Refused) come(Optional.empty())).verdict().reason())
                .isEqualTo(Refusal.MINUTES_USED_UP);
    }

    @Test
    void licenseThatAllowsNoneSaysSoAndEndsWhoIsThere() {
        Admittance.Admitted opened = opened();
        gate.terms.set(TestTerms.capacity(TestTerms.of(10, 0, 0), 12, 0));

        assertThat(((Admittance.NotSignedIn) come(Optional.empty())).unlicensed())
                .isTrue();
        assertThat(((Admittance.NotSignedIn) come(opened.newCookie())).unlicensed())
                .isTrue();
        gate.applyTerms().run();
        assertThat(opened.session().ended()).contains(Ending.LICENSE);
    }

    @Test
    void virtualProxyThatKnowsNoneLetsNoneIn() {
        Admittance.Admitted opened = opened();

        assertThat(gate.arrive(gate.request().arrival())).isInstanceOf(Admittance.NotSignedIn.class);
        assertThat(gate.arrive(gate.request().gate(opened.newCookie()).arrival()))
                .isEqualTo(new Admittance.NotSignedIn(java.util.List.of(), false));
    }

    @Test
    void aWebSocketGoesOnWithASessionAndOpensNone() {
        Admittance.Admitted opened = opened();

        assertThat(gate.arrive(gate.request().arrival(Arrival.Anonymous.GO_ON)))
                .isInstanceOf(Admittance.NotSignedIn.class);
        assertThat(TestGate.session(
                        gate.arrive(gate.request().gate(opened.newCookie()).arrival(Arrival.Anonymous.GO_ON))))
                .isSameAs(opened.session());
    }

    @Test
    void openingsOfOneAddressAreBoundedWithinAMinute() {
        for (int i = 0; i < 3; i++) {
            opened();
        }
        assertThat(come(Optional.empty())).isEqualTo(new Admittance.TooOften(Duration.ofMinutes(1)));
        assertThat(gate.arrive(gate.request().from("192.0.2.8", "Browser/1").arrival(Arrival.Anonymous.OPEN)))
                .isInstanceOf(Admittance.Admitted.class);

        gate.clock.forward(Duration.ofSeconds(61));
        assertThat(come(Optional.empty())).isInstanceOf(Admittance.Admitted.class);
    }

    @Test
    void pathThatNeedsNoPassOpensNone() {
        Admittance.Admitted opened = opened();

        assertThat(done(gate.admit().visit(gate.request().arrival(Arrival.Anonymous.OPEN))))
                .isInstanceOf(Admittance.NotSignedIn.class);
        assertThat(TestGate.session(done(gate.admit()
                        .visit(gate.request().gate(opened.newCookie()).arrival(Arrival.Anonymous.OPEN)))))
                .isSameAs(opened.session());
    }
}
