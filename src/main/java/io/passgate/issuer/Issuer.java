package io.passgate.issuer;

import static java.util.Objects.requireNonNull;

import io.passgate.contract.ActivationAnswer;
import io.passgate.contract.ActivationRequest;
import io.passgate.contract.Assignment;
import io.passgate.contract.Definition;
import io.passgate.contract.EnablerLine;
import io.passgate.contract.LicenseKey;
import io.passgate.contract.OfflineDefinition;
import io.passgate.contract.Signers;
import io.passgate.contract.SigningKey;
import io.passgate.contract.SyncRequest;
import io.passgate.rest.RestServer;
import io.passgate.rest.RestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/**
 * A license backend: holds licenses, keys, assignments and its own signing keys in a directory, or in memory, and answers sites
 * over TLS. Several processes may have one directory open, so licenses change while it serves. Closed once; safe for use by many
 * threads.
 */
public final class Issuer implements AutoCloseable {
    private static final String KEYS = "keys";
    private static final String DATABASE = "issuer.db";

    private final IssuerStore store;
    private final SigningKeys signingKeys;
    private final Licenses licenses;
    private final LicenseKeys keys;
    private final EnablerFiles enablerFiles;
    private final AssignmentBook book;
    private final InstantSource clock;
    private final Optional<RestServer> server;
    private final AtomicBoolean off = new AtomicBoolean();

    private Issuer(IssuerStore store, PrivateKeys privateKeys, Optional<RestSettings> listen, InstantSource clock) {
        this.clock = requireNonNull(clock, "clock");
        this.store = store;
        this.signingKeys = new SigningKeys(store, clock, privateKeys);
        this.licenses = new Licenses(store, clock);
        this.keys = new LicenseKeys(store, signingKeys, clock);
        this.enablerFiles = new EnablerFiles(store, signingKeys, clock);
        this.book = new AssignmentBook(store);
        this.server = listen.map(settings -> new RestServer(
                settings,
                new IssuerService(off::get)
                        .router(signingKeys, new BearerKey(signingKeys, keys, licenses), enablerFiles, book, clock)));
    }

    /**
     * An issuer in memory: what it is told is gone when it ends.
     *
     * @param settings where it listens; with TLS, for sites talk to nothing else
     * @param signingKey signs keys, answers, offline definitions and License Enabler Files
     * @param clock the time of its answers
     */
    public Issuer(RestSettings settings, SigningKey signingKey, InstantSource clock) {
        this(
                IssuerStore.inMemory(),
                PrivateKeys.inMemory(signingKey, new SecureRandom()),
                Optional.of(bounded(settings)),
                clock);
        signingKeys.begin(signingKey.kid());
    }

    /**
     * Makes the directory of an issuer, its database, and its first signing key.
     *
     * @param name what its key ids begin with
     * @throws IOException when there is something already, or it cannot be written
     */
    public static Issuer make(Path directory, String name, InstantSource clock) throws IOException {
        OwnerOnly.directory(directory);
        OwnerOnly.directory(directory.resolve(KEYS));
        Issuer made = at(directory, Optional.empty(), clock);
        made.signingKeys.begin(name + "-1");
        return made;
    }

    /**
     * The issuer of a directory, which does not listen.
     *
     * @throws IOException when there is none
     */
    public static Issuer open(Path directory, InstantSource clock) throws IOException {
        return existing(directory, Optional.empty(), clock);
    }

    /**
     * The issuer of a directory, to be started.
     *
     * @param settings where it listens, with TLS
     * @throws IOException when there is none
     */
    public static Issuer open(Path directory, RestSettings settings, InstantSource clock) throws IOException {
        return existing(directory, Optional.of(bounded(settings)), clock);
    }

    private static Issuer existing(Path directory, Optional<RestSettings> settings, InstantSource clock)
            throws IOException {
        if (!Files.exists(directory.resolve(DATABASE))) {
            throw new IOException(directory + " is not the directory of an issuer: it has no " + DATABASE);
        }
        return at(directory, settings, clock);
    }

    private static Issuer at(Path directory, Optional<RestSettings> settings, InstantSource clock) throws IOException {
        return new Issuer(
                IssuerStore.open(directory.resolve(DATABASE)),
                PrivateKeys.inFiles(directory.resolve(KEYS), new SecureRandom()),
                settings,
                clock);
    }

    private static RestSettings bounded(RestSettings settings) {
        if (settings.tls().isEmpty()) {
            throw new IllegalArgumentException("a license backend is reached by TLS only");
        }
        return settings.withMaxBodyBytes(SyncRequest.MOST_BYTES);
    }

    /**
     * Begins to answer.
     *
     * @return the port it listens on
     */
    public int start() throws IOException {
        return server.orElseThrow(() -> new IllegalStateException("opened without settings to listen"))
                .start();
    }

    /** Who signs here, and who signed: what a site puts into {@code license.signers}. */
    public Signers signers() {
        return signingKeys.signers();
    }

    /** Its signing keys, the first one first. */
    public List<IssuerKey> signingKeys() {
        return signingKeys.list().stream().map(SigningKeys.Row::told).toList();
    }

    /** Makes and endorses the next signing key; it signs when {@code overlap} is over, and sites follow by themselves. */
    public IssuerKey rotate(Duration overlap) {
        return signingKeys.rotate(overlap).told();
    }

    /** From now on sites trust the signing key {@code kid} for license keys only. */
    public void retire(String kid) {
        signingKeys.retire(kid);
    }

    /** A new key for {@code license}; its compact form is what a site puts into {@code license.keyFile}. */
    public LicenseKey issueKey(String license) {
        return keys.issue(license);
    }

    /** All license keys that were issued, the oldest first. */
    public List<IssuedKey> keys() {
        return keys.list();
    }

    /** From now on {@code key} is answered as revoked; other keys of its license are not touched. */
    public void revoke(LicenseKey key) {
        revoke(key.id());
    }

    /** The same, by its id. */
    public void revoke(String id) {
        if (!keys.revoke(id)) {
            throw new IllegalArgumentException("no license key " + id + " was issued here");
        }
    }

    /** Holds {@code definition} for {@code license} from now on; its sequence number is set here. */
    public Definition define(String license, Definition definition) {
        return licenses.put(license, definition);
    }

    /** Changes the definition of {@code license}; the sequence number rises. Sites see it at their next verification. */
    public Definition change(String license, UnaryOperator<Definition> change) {
        return licenses.change(license, change);
    }

    /** All definitions by license number. */
    public Map<String, Definition> licenses() {
        return licenses.all();
    }

    /** The definition held for {@code license}. */
    public Definition definition(String license) {
        return licenses.find(license).orElseThrow(() -> new IllegalArgumentException("there is no license " + license));
    }

    /**
     * Signs the definition that is held for {@code license} for a site that reaches no license backend: what it puts into
     * {@code license.offline}. Nothing takes it back before it ends.
     */
    public String offlineDefinition(String license) {
        return new OfflineDefinition(license, clock.instant(), definition(license)).write(signingKeys.current());
    }

    /**
     * Answers the request file of a site that reaches no license backend (decision 34).
     *
     * @param resetTime whether the site is to forget the highest time that it has seen, once
     */
    public String activate(ActivationRequest request, boolean resetTime) {
        return ActivationAnswer.issue(
                signingKeys.current(), request, offlineDefinition(request.license()), clock.instant(), resetTime);
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

    /** Who holds what under {@code license}, the last changed last. */
    public List<Assignment> assignments(String license) {
        return book.all(license);
    }

    /** The sites that have synced under {@code license}. */
    public List<KnownSite> sites(String license) {
        return book.sites(license);
    }

    /** Whether every request is answered 503, as if the license backend were in trouble. */
    public void switchOff(boolean isOff) {
        off.set(isOff);
    }

    @Override
    public void close() {
        server.ifPresent(RestServer::close);
        store.close();
    }
}
