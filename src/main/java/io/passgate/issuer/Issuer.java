package io.passgate.issuer;

import static java.util.Objects.requireNonNull;

import io.passgate.contract.Definition;
import io.passgate.contract.EnablerLine;
import io.passgate.contract.LicenseKey;
import io.passgate.contract.OfflineDefinition;
import io.passgate.contract.Purpose;
import io.passgate.contract.Signers;
import io.passgate.contract.SigningKey;
import io.passgate.rest.Handler;
import io.passgate.rest.Reply;
import io.passgate.rest.RestServer;
import io.passgate.rest.RestSettings;
import io.passgate.rest.Router;
import java.io.IOException;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/**
 * A license backend: issues signed license keys, holds definitions in memory, which may be changed while it runs, and
 * answers sites over TLS. What it is told is gone when it ends; keys that it issued stay good as long as its signing key
 * does. Started once, closed once; safe for use by many threads.
 */
public final class Issuer implements AutoCloseable {
    private final SigningKey signingKey;
    private final Licenses licenses;
    private final EnablerFiles enablerFiles;
    private final InstantSource clock;
    private final RestServer server;
    private final AtomicBoolean off = new AtomicBoolean();

    /**
     * An issuer.
     *
     * @param settings where it listens; with TLS, for sites talk to nothing else
     * @param signingKey signs keys, answers, offline definitions and License Enabler Files
     * @param clock the time of its answers
     */
    public Issuer(RestSettings settings, SigningKey signingKey, InstantSource clock) {
        if (settings.tls().isEmpty()) {
            throw new IllegalArgumentException("a license backend is reached by TLS only");
        }
        this.signingKey = requireNonNull(signingKey, "signingKey");
        this.clock = requireNonNull(clock, "clock");
        this.licenses = new Licenses(clock);
        this.enablerFiles = new EnablerFiles(signingKey, clock);
        this.server = new RestServer(
                settings,
                Router.empty()
                        .get(
                                DefinitionService.PATH,
                                unlessOff(new DefinitionService(signingKey, signers(), licenses, clock)))
                        .get(EnablerFileService.PATH, unlessOff(new EnablerFileService(enablerFiles))));
    }

    private Handler unlessOff(Handler service) {
        return call -> off.get()
                ? Reply.problem(503, "switched-off", "This license backend is switched off.")
                : service.handle(call);
    }

    /**
     * Begins to answer.
     *
     * @return the port it listens on
     */
    public int start() throws IOException {
        return server.start();
    }

    /** Who signs here: what a site puts into {@code license.signers}. */
    public Signers signers() {
        return Signers.of(signingKey.signer(EnumSet.allOf(Purpose.class)));
    }

    /** A new key for {@code license}; its compact form is what a site puts into {@code license.keyFile}. */
    public LicenseKey issueKey(String license) {
        return LicenseKey.issue(signingKey, UUID.randomUUID(), license);
    }

    /** Holds {@code definition} for {@code license} from now on; its sequence number is set here. */
    public Definition define(String license, Definition definition) {
        return licenses.put(license, definition);
    }

    /** Changes the definition of {@code license}; the sequence number rises. Sites see it at their next verification. */
    public Definition change(String license, UnaryOperator<Definition> change) {
        return licenses.change(license, change);
    }

    /**
     * Signs the definition that is held for {@code license} for a site that reaches no license backend: what it puts into
     * {@code license.offline}. Nothing takes it back before it ends.
     */
    public String offlineDefinition(String license) {
        Definition definition = licenses.find(license)
                .orElseThrow(() -> new IllegalArgumentException("there is no license " + license));
        return new OfflineDefinition(license, clock.instant(), definition).write(signingKey);
    }

    /**
     * Signs a License Enabler File, and hands it out from now on to whoever knows its control number; the line ISSUE is added
     * here.
     *
     * @param serial its license number
     * @param control its control number, a secret between the vendor and the site
     * @param lines all that it says besides, each attribute once
     * @return what a site puts into {@code license.lef}
     * @throws IllegalArgumentException when no site would read it, saying why
     */
    public String issueEnablerFile(String serial, String control, List<EnablerLine> lines) {
        return enablerFiles.issue(serial, control, lines);
    }

    /** From now on {@code key} is answered as revoked; other keys of its license are not touched. */
    public void revoke(LicenseKey key) {
        licenses.revoke(key);
    }

    /** Whether every request is answered 503, as if the license backend were in trouble. */
    public void switchOff(boolean isOff) {
        off.set(isOff);
    }

    @Override
    public void close() {
        server.close();
    }
}
