package io.passgate.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.passgate.contract.ContractException.Reason;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

/** A site follows the chain of signers from those that it was given, and no further than they may lead. */
class SignerChainTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final Set<Purpose> ALL = EnumSet.allOf(Purpose.class);

    private final SigningKey first = SigningKey.make("k1", RANDOM);
    private final SigningKey second = SigningKey.make("k2", RANDOM);
    private final SigningKey third = SigningKey.make("k3", RANDOM);
    private final SigningKey forger = SigningKey.make("f", RANDOM);
    private final Signers given = Signers.of(first.signer(ALL));
    private final String toSecond = link(first, second, ALL);
    private final String toThird = link(second, third, ALL, "k1");

    @Test
    void theChainIsFollowedLinkByLink() throws Exception {
        Signers followed = given.with(List.of(toSecond, toThird));

        assertThat(followed).hasToString("k1, k2, k3");
        assertThat(followed.find("k3", Purpose.ANSWER)).isPresent();
        assertThat(followed.find("k3", Purpose.SYNC)).as("whoever answers").isPresent();
        assertThat(given.with(List.of())).hasToString("k1");
    }

    @Test
    void aRetiredSignerIsTrustedForLicenseKeysOnly() throws Exception {
        Signers followed = given.with(List.of(toSecond, toThird));

        assertThat(trusted(followed, "k1")).containsExactly(Purpose.KEY);
        refused(given, Reason.SIGNER, toSecond, toThird, link(first, forger, ALL));
    }

    @Test
    void aSiteThatWasGivenALaterSignerPassesOverTheLinksBeforeIt() throws Exception {
        assertThat(Signers.of(second.signer(ALL)).with(List.of(toSecond, toThird)))
                .hasToString("k2, k3");
        assertThat(Signers.of(third.signer(ALL)).with(List.of(toSecond, toThird)))
                .hasToString("k3");
    }

    @Test
    void aKeyOutsideTheChainIsRefused() {
        refused(given, Reason.SIGNER, link(forger, third, ALL));
        refused(given, Reason.SIGNER, toSecond, link(forger, third, ALL));
        refused(given, Reason.SIGNER, toThird).hasMessageContaining("no link of the chain leads on");
    }

    @Test
    void aForgersLinkUnderATrustedIdIsRefused() {
        refused(given, Reason.SIGNATURE, link(SigningKey.make("k1", RANDOM), forger, ALL));
    }

    @Test
    void aLinkBeforeTheSitesOwnSignersGivesNothing() throws Exception {
        String claimed = SignerLink.issue(forger, first.signer(ALL), NOW, List.of("k1"));
        Signers followed = given.with(List.of(claimed, toSecond));

        assertThat(followed).hasToString("k1, k2");
        assertThat(followed.find("k1", Purpose.ANSWER)).as("not retired").isPresent();
    }

    @Test
    void nobodyEndorsesForMoreThanTheyMaySign() throws Exception {
        Signers narrow = Signers.of(first.signer(Set.of(Purpose.KEY, Purpose.ANSWER)));
        Signers followed = narrow.with(List.of(toSecond, toThird));

        assertThat(trusted(followed, "k2")).as("endorsed for all").isEqualTo(trusted(narrow, "k1"));
        assertThat(trusted(followed, "k3"))
                .as("endorsed by the endorsed")
                .isEqualTo(trusted(narrow, "k1"))
                .doesNotContain(Purpose.LEF, Purpose.OFFLINE, Purpose.RESET);
        refused(Signers.of(first.signer(Set.of(Purpose.KEY, Purpose.OFFLINE))), Reason.SIGNER, toSecond);
    }

    @Test
    void aSiteOfFewerPurposesFollowsRotationAndRetirement() throws Exception {
        List<String> chain = List.of(toSecond, link(second, second, ALL, "k1"));
        Set<Purpose> purposes = Set.of(Purpose.KEY, Purpose.ANSWER);

        for (SigningKey own : List.of(first, second)) {
            Signers followed = Signers.of(own.signer(purposes)).with(chain);

            assertThat(trusted(followed, "k1")).as("retired").doesNotContain(Purpose.ANSWER);
            assertThat(trusted(followed, "k2"))
                    .containsExactlyInAnyOrder(Purpose.KEY, Purpose.ANSWER, Purpose.SYNC, Purpose.SIGNERS);
        }
        assertThat(Signers.of(second.signer(purposes)).with(List.of(toSecond)))
                .as("the last link leads to what this site was given")
                .hasToString("k2");
    }

    @Test
    void anotherKeyUnderAKnownIdIsRefused() {
        refused(given, Reason.SIGNER, link(first, SigningKey.make("k1", RANDOM), ALL))
                .hasMessageContaining("another key of the key id k1");
    }

    @Test
    void anAnswerIsNoLinkAndALinkIsNoAnswer() {
        String payload = new String(
                java.util.Base64.getUrlDecoder().decode(toSecond.split("\\.")[1]),
                java.nio.charset.StandardCharsets.UTF_8);

        refused(given, Reason.ALGORITHM, Jws.sign(first, Purpose.ANSWER, payload));
        refused(
                given,
                Reason.SIGNER,
                Jws.sign(first, Purpose.SIGNERS, payload.replace("\"endorsedBy\":\"k1\"", "\"endorsedBy\":\"k2\"")));
        refused(
                given,
                Reason.FORMAT,
                Jws.sign(first, Purpose.SIGNERS, payload.replace("\"format\":1", "\"format\":2")));
        refused(given, Reason.MALFORMED, Jws.sign(first, Purpose.SIGNERS, payload.replace("retires", "extra")));
    }

    @Test
    void theAnswerHoldsTheChain() throws Exception {
        assertThat(SignerLink.chain(SignerLink.answer(List.of(toSecond, toThird))))
                .containsExactly(toSecond, toThird);
        assertThatThrownBy(() -> SignerLink.chain("{\"chain\":[1]}")).hasMessageContaining("signers.chain[0]");
    }

    private static Set<Purpose> trusted(Signers signers, String kid) {
        return Stream.of(Purpose.values())
                .filter(p -> signers.find(kid, p).isPresent())
                .collect(Collectors.toSet());
    }

    private static String link(SigningKey by, SigningKey to, Set<Purpose> purposes, String... retires) {
        return SignerLink.issue(by, to.signer(purposes), NOW, List.of(retires));
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(
            Signers signers, Reason reason, String... chain) {
        return assertThatThrownBy(() -> signers.with(List.of(chain)))
                .isInstanceOfSatisfying(
                        ContractException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
