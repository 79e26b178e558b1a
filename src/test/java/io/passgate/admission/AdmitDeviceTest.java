package io.passgate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.identity.Credentials;
import io.passgate.identity.User;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A session belongs to one device and browser; how many addresses it is used from is recorded (design.md §4, domain.md §2). */
class AdmitDeviceTest {
    private static final Credentials HERS = TestRequest.credentials("hers");
    private static final String HERE = "192.0.2.7";

    private final TestGate gate = new TestGate();

    @BeforeEach
    void signedIn() {
        User anna = gate.allocated("CORP\\anna");
        gate.hub.signIn(HERS, anna);
    }

    private Admittance arrive(String address, String agent, Optional<String> cookie, Credentials credentials) {
        return gate.arrive(gate.request()
                .from(address, agent)
                .gate(cookie)
                .with(credentials)
                .arrival());
    }

    private Admittance.Admitted open(String agent, Optional<String> cookie) {
        return (Admittance.Admitted) arrive(HERE, agent, cookie, HERS);
    }

    @Test
    void aLiveCookieOnAnotherDeviceIsNotAdoptedAndItsSessionStays() {
        Admittance.Admitted here = open("Browser/1", Optional.empty());

        Admittance.Admitted there = open("Browser/2", here.newCookie());

        assertThat(there.session()).isNotSameAs(here.session());
        assertThat(there.newCookie()).isPresent().isNotEqualTo(here.newCookie());
        assertThat(gate.log.ended).isEmpty();
        assertThat(open("Browser/1", here.newCookie()).session()).isSameAs(here.session());
    }

    @Test
    void aStolenCookieAloneIsNobodyOnAnotherDevice() {
        Admittance.Admitted hers = open("Browser/1", Optional.empty());

        assertThat(arrive(HERE, "Thief/1", hers.newCookie(), Credentials.NONE))
                .isInstanceOf(Admittance.NotSignedIn.class);
        assertThat(arrive(HERE, "Browser/1", hers.newCookie(), Credentials.NONE))
                .as("as before on its own device")
                .isInstanceOf(Admittance.Admitted.class);
    }

    @Test
    void twoProgramsThatShareACookieStoreDoNotOpenASessionAtEveryTurn() {
        Optional<String> cookie = Optional.empty();
        for (int turn = 0; turn < 20; turn++) {
            gate.clock.forward(Duration.ofMinutes(1));
            Admittance.Admitted admitted = open("Program/" + turn % 2, cookie);
            Optional<String> before = cookie;
            cookie = admitted.newCookie().or(() -> before);
        }

        assertThat(gate.log.opened).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void eachFurtherAddressOfASessionIsRecordedOnce() {
        Optional<String> cookie = open("Browser/1", Optional.empty()).newCookie();

        for (int i = 0; i < 100; i++) {
            arrive("192.0.2." + (i % 50), "Browser/1", cookie, HERS);
        }

        assertThat(gate.log.opened).hasSize(1);
        assertThat(gate.log.usedFrom)
                .hasSize(15)
                .extracting(DecisionLog.UsedFrom::addresses)
                .startsWith(2, 3);
        assertThat(gate.log.usedFrom).extracting(u -> u.facts().address()).doesNotHaveDuplicates();
    }
}
