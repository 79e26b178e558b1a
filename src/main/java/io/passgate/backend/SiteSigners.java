package io.passgate.backend;

import io.passgate.backend.BackendException.Trouble;
import io.passgate.contract.ContractException;
import io.passgate.contract.Signer;
import io.passgate.contract.Signers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Who may sign at this site (design.md §5): those built in, which a configured file may only narrow; in a build without any,
 * those of the configured file, and then the license is self-issued. Immutable; the file is read anew at each call.
 */
final class SiteSigners {
    private static final String WHAT = "the file of license signers";

    private final Optional<String> builtIn;
    private final Optional<Path> configured;

    /**
     * Signers of this build and this site.
     *
     * @param builtIn the signer file of the build, if it has one
     * @param configured {@code license.signers}
     */
    SiteSigners(Optional<String> builtIn, Optional<Path> configured) {
        this.builtIn = builtIn;
        this.configured = configured;
    }

    /** The text of {@code signers.pem} of this build, if a vendor has put one there. */
    static Optional<String> ofThisBuild() {
        try (InputStream file = SiteSigners.class.getResourceAsStream("/signers.pem")) {
            return file == null
                    ? Optional.empty()
                    : Optional.of(new String(file.readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new IllegalStateException("signers.pem of this build cannot be read", e);
        }
    }

    /** What a person should know of them: that nobody but the site itself says who may sign. */
    List<String> notes() {
        return builtIn.isPresent()
                ? List.of()
                : List.of("self-issued: this build has no signers of its own and trusts those of license.signers");
    }

    Signers read() throws BackendException {
        try {
            if (builtIn.isEmpty()) {
                Path file = configured.orElseThrow(() -> new BackendException(
                        Trouble.SIGNERS,
                        "nobody may sign: this build has no signers, so license.signers must name some"));
                return Signers.read(SiteFiles.read(file, WHAT), file.toString());
            }
            Signers ours = Signers.read(builtIn.get(), "signers.pem of this build");
            if (configured.isEmpty()) {
                return ours;
            }
            Signers theirs = Signers.read(
                    SiteFiles.read(configured.get(), WHAT), configured.get().toString());
            List<Signer> beyond = ours.beyond(theirs);
            if (!beyond.isEmpty()) {
                throw new BackendException(
                        Trouble.SIGNERS,
                        "license.signers may only narrow the signers of this build, which do not hold " + beyond);
            }
            return theirs;
        } catch (ContractException e) {
            throw new BackendException(Trouble.SIGNERS, WHAT + " is not accepted: " + e.words(), e);
        }
    }
}
