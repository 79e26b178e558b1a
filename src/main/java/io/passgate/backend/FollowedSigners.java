package io.passgate.backend;

import io.passgate.backend.BackendException.Trouble;
import io.passgate.contract.ContractException;
import io.passgate.contract.ContractException.Reason;
import io.passgate.contract.Signers;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signers of a site and those that the chain of its license backend leads to, so that a changed signing key is followed
 * without anybody touching the site (decision 32). The chain that was followed is kept; one that does not go on from it is not
 * taken up, so that a signer once retired stays so. Used by one thread at a time.
 */
final class FollowedSigners {
    private static final Logger LOG = LoggerFactory.getLogger(FollowedSigners.class);

    private final SiteSigners site;
    private final Kept kept;
    private String told = "";

    FollowedSigners(SiteSigners site, Kept kept) {
        this.site = site;
        this.kept = kept;
    }

    /** What is done with the signers of this moment. */
    interface Use<T> {
        T with(Signers signers) throws BackendException;
    }

    /** Those of this moment at a site that keeps this, if anything. */
    static Signers read(SiteSigners site, Optional<Kept> kept) throws BackendException {
        return kept.isPresent() ? new FollowedSigners(site, kept.get()).read() : site.read();
    }

    /** Those of this moment. A kept chain that the site's own signers do not lead into any more counts for nothing. */
    Signers read() throws BackendException {
        Signers own = site.read();
        try {
            return own.with(known());
        } catch (ContractException e) {
            tell("the kept chain of license signers is passed over: " + e.words());
            return own;
        }
    }

    /** Uses them; where a signer is not known, asks the license backend how it came to it and tries once more. */
    <T> T use(BackendClient client, Use<T> use) throws BackendException {
        try {
            return use.with(read());
        } catch (BackendException e) {
            if (!isUnknownSigner(e) || !follow(client)) {
                throw e;
            }
            return use.with(read());
        }
    }

    private static boolean isUnknownSigner(BackendException e) {
        return e.getCause() instanceof ContractException contract && contract.reason() == Reason.SIGNER;
    }

    /** Asks the license backend for its chain and takes up what is new of it; whether something was. */
    boolean follow(BackendClient client) throws BackendException {
        Optional<List<String>> told = client.signers();
        if (told.isEmpty()) {
            return false;
        }
        List<String> chain = told.get();
        Signers own = site.read();
        List<String> known = followable(own);
        if (chain.equals(known)) {
            return false;
        }
        if (chain.size() < known.size() || !chain.subList(0, known.size()).equals(known)) {
            throw new BackendException(
                    Trouble.SIGNERS,
                    "the license backend tells another chain of signers than before: it is not followed");
        }
        try {
            Signers all = own.with(chain);
            kept.chain(chain);
            LOG.info("the signers of the license are now {}", all);
            return true;
        } catch (ContractException e) {
            throw new BackendException(
                    Trouble.SIGNERS, "the license backend's chain of signers is not followed: " + e.words(), e);
        }
    }

    private List<String> followable(Signers own) {
        List<String> chain = known();
        try {
            own.with(chain);
            return chain;
        } catch (ContractException e) {
            LOG.debug("the kept chain counts for nothing", e);
            return List.of();
        }
    }

    /** What was followed; nothing where that cannot be read, for the license backend tells it again. */
    private List<String> known() {
        try {
            return kept.chain();
        } catch (BackendException e) {
            tell(e.words() + "; the chain begins anew");
            return List.of();
        }
    }

    /** Once, however often the signers are read. */
    private void tell(String words) {
        if (!words.equals(told)) {
            told = words;
            LOG.warn("{}", words);
        }
    }
}
