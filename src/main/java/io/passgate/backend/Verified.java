package io.passgate.backend;

import io.passgate.backend.BackendException.Trouble;
import io.passgate.contract.Answer;
import io.passgate.contract.ContractException;
import io.passgate.contract.Definition;
import io.passgate.contract.KeyStanding;
import io.passgate.contract.LicenseKey;
import io.passgate.contract.Nonce;
import io.passgate.contract.Signers;
import io.passgate.contract.SiteId;
import io.passgate.license.Standing;
import io.passgate.license.Terms;
import io.passgate.license.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An answer that has passed every check, with the text that can be checked again. Immutable.
 *
 * @param text the answer as it came
 * @param answer what it says
 * @param terms what of it this version carries out
 */
record Verified(String text, Answer answer, Terms terms) {

    /** How far the signed time and the clock of this machine may be apart; the nonce does the rest. */
    static final Duration CLOCK_BOUND = Duration.ofMinutes(15);

    /**
     * What an answer is checked against.
     *
     * @param signers who may sign
     * @param key the license key that was shown
     * @param site this site
     * @param nonce the nonce that was sent
     * @param floor the highest sequence number seen of this license
     */
    record Question(Signers signers, LicenseKey key, SiteId site, Nonce nonce, long floor) {}

    /** The answer just come from the license backend. */
    static Verified fresh(String text, Question question, Instant now) throws BackendException {
        Verified verified = of(text, question);
        timely(verified.at(), now);
        return verified;
    }

    /** Refuses an answer that the license backend signed at another time than this machine shows. */
    static void timely(Instant issuedAt, Instant now) throws BackendException {
        if (Duration.between(issuedAt, now).abs().compareTo(CLOCK_BOUND) > 0) {
            throw new BackendException(
                    Trouble.CLOCK,
                    "the license backend answers at " + issuedAt + ", but the clock of this machine shows " + now
                            + "; they may be 15 minutes apart: set the clock");
        }
    }

    /** An answer as it was kept: all that is checked of a fresh one but the time. */
    static Verified of(String text, Question question) throws BackendException {
        Answer answer = read(text, question.signers);
        if (!answer.license().equals(question.key.license())) {
            throw new BackendException(
                    Trouble.OTHER_QUESTION,
                    "the answer is about the license " + answer.license() + ", but the license key names "
                            + question.key.license());
        }
        if (!answer.site().equals(question.site)) {
            throw new BackendException(Trouble.OTHER_QUESTION, "the answer was made for another site");
        }
        if (!answer.nonce().equals(question.nonce)) {
            throw new BackendException(
                    Trouble.OTHER_QUESTION, "the answer was made for another request: its nonce is not the one sent");
        }
        if (answer.definition().seq() < question.floor) {
            throw new BackendException(
                    Trouble.OLDER,
                    "the definition has the number " + answer.definition().seq() + ", but " + question.floor
                            + " was seen already: an older one is not accepted");
        }
        return new Verified(text, answer, answer.definition().terms(answer.license()));
    }

    private static Answer read(String text, Signers signers) throws BackendException {
        try {
            return Answer.read(text, signers);
        } catch (ContractException e) {
            throw new BackendException(Trouble.ANSWER, "the answer is not accepted: " + e.words(), e);
        }
    }

    /** When the license backend verified the license. */
    Instant at() {
        return answer.issuedAt();
    }

    /**
     * The standing, were {@code seen} the time.
     *
     * @param verification when this and the assignments were verified
     */
    Standing standing(Verification verification, Instant seen) {
        if (answer.standing() == KeyStanding.REVOKED) {
            return Standing.refused("the license key was revoked by the license backend at " + at());
        }
        if (!terms.product().equals(Definition.PRODUCT)) {
            return Standing.refused(
                    "the license is for the product " + terms.product() + ", not for " + Definition.PRODUCT);
        }
        return Standing.of(terms, verification, seen);
    }

    /** The first moment after {@code seen} at which the standing may be another. */
    Optional<Instant> nextChange(Verification verification, Instant seen) {
        Instant at = verification.at();
        return Stream.of(
                        Stream.of(terms.validFrom(), at.plus(Standing.LATE_AFTER)),
                        Stream.of(at.plus(Standing.WARNING_AFTER), at.plus(Standing.STALE_AFTER)),
                        terms.validTo().stream())
                .flatMap(s -> s)
                .filter(seen::isBefore)
                .min(Instant::compareTo);
    }
}
