package io.passgate.backend;

import io.passgate.admission.LicenseOffice.Form;
import io.passgate.admission.LicenseOffice.LicenseStatus;
import io.passgate.admission.LicenseSource;
import io.passgate.admission.LicenseSource.License;
import io.passgate.backend.BackendException.Trouble;
import io.passgate.backend.GivenFile.Held;
import io.passgate.contract.ActivationAnswer;
import io.passgate.contract.ActivationRequest;
import io.passgate.contract.ContractException;
import io.passgate.contract.LicenseFile;
import io.passgate.contract.LicenseKey;
import io.passgate.contract.LicenseNumber;
import io.passgate.contract.Nonce;
import io.passgate.contract.Purpose;
import io.passgate.contract.Signers;
import io.passgate.license.Standing;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks license files against the signers of a site and puts them where its gate reads them, without a gate. Every method
 * blocks. Immutable.
 */
public final class LicenseFiles {
    private static final Logger LOG = LoggerFactory.getLogger(LicenseFiles.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern CONTROL = Pattern.compile("[0-9]{4,32}");

    private final LicenseSettings settings;
    private final SiteSigners signers;
    private final Path data;
    private final InstantSource clock;

    /** The license files of a site with these settings. */
    public LicenseFiles(LicenseSettings settings, Path data, InstantSource clock) {
        this.settings = settings;
        this.data = data;
        this.signers = new SiteSigners(SiteSigners.ofThisBuild(), settings.signers());
        this.clock = clock;
    }

    /** What came of looking at a license file. Immutable. */
    public sealed interface Outcome {
        /** One function for each outcome. */
        <R> R fold(Function<Accepted, R> accepted, Function<NotAccepted, R> notAccepted);
    }

    /**
     * It is signed by a signer of this site and has its form.
     *
     * @param status what a gate that has just read it would say of it
     */
    public record Accepted(LicenseStatus status) implements Outcome {
        @Override
        public <R> R fold(Function<Accepted, R> accepted, Function<NotAccepted, R> notAccepted) {
            return accepted.apply(this);
        }
    }

    /**
     * It is not.
     *
     * @param problems each thing that is wrong, with its line where it has one
     * @param passing whether it may be otherwise a moment later: nobody answered
     */
    public record NotAccepted(List<String> problems, boolean passing) implements Outcome {
        /** Copies. */
        public NotAccepted {
            problems = List.copyOf(problems);
        }

        @Override
        public <R> R fold(Function<Accepted, R> accepted, Function<NotAccepted, R> notAccepted) {
            return notAccepted.apply(this);
        }
    }

    /** What may come to nothing. */
    interface Attempt {
        LicenseStatus run() throws BackendException;
    }

    /** What comes of it. */
    static Outcome outcome(Attempt attempt) {
        try {
            return new Accepted(attempt.run());
        } catch (BackendException e) {
            boolean passing = !e.trouble().isDefinite();
            return e.getCause() instanceof ContractException c
                    ? new NotAccepted(c.problems(), passing)
                    : new NotAccepted(List.of(e.words()), passing);
        }
    }

    /** Looks at the configured License Enabler File or offline definition; empty when the license is a signed key. */
    public Optional<Outcome> configured() {
        return target().map(given -> outcome(() -> status(given.form(), given.read(mayNow()))));
    }

    /** Looks at {@code file}: a signed license key, a License Enabler File or an offline definition. */
    public Outcome check(Path file) {
        return outcome(() -> {
            String text = SiteFiles.read(file, "the license file");
            Optional<Purpose> signedFor = Purpose.ofText(text);
            if (signedFor.equals(Optional.of(Purpose.KEY))) {
                return key(file, text);
            }
            GivenFile given = signedFor.isPresent() ? GivenFile.offline(file) : GivenFile.lef(file);
            return status(given.form(), given.read(text, mayNow()));
        });
    }

    /**
     * Puts the License Enabler File or offline definition {@code file} where the gate reads it, once it is sound; or what it
     * answers to a {@link #request}.
     */
    public Outcome put(Path file) {
        return outcome(() -> {
            GivenFile target = configuredFile();
            String text = SiteFiles.read(file, "the license file");
            return Activation.isAnswer(text) ? activate(target, text, file) : write(target, sound(target, text, file));
        });
    }

    private LicenseStatus activate(GivenFile target, String text, Path file) throws BackendException {
        Activation activation = new Activation(data);
        ActivationAnswer answer = activation.read(text, mayNow(), file.toString());
        LicenseStatus status = write(target, sound(target, answer.offline(), file));
        activation.answered(answer, text);
        return status;
    }

    /**
     * Asks for an offline license: what is to be carried to the vendor, whose answer {@link #put} takes.
     *
     * @param license its number; empty: that of the offline definition in place
     * @param seal of the site
     */
    public Requested request(Optional<String> license, Seal seal) {
        try {
            GivenFile target = configuredFile();
            if (target.form() != Form.OFFLINE_DEFINITION) {
                throw new BackendException(
                        Trouble.FILES,
                        "only an offline license is asked for by a file: expected license.offline in the configuration");
            }
            String number = license.isPresent()
                    ? number(license.get(), "the license number")
                    : target.read(mayNow()).file().license();
            SecureRandom random = new SecureRandom();
            Kept kept = new Kept(data, seal);
            ActivationRequest asked = new ActivationRequest(
                    kept.site(random), Nonce.draw(random), number, clock.instant(), highestTime(kept));
            new Activation(data).ask(asked);
            return new Requested(asked.write(), List.of());
        } catch (BackendException e) {
            return new Requested("", List.of(e.words()));
        }
    }

    /** What the vendor is told of it; what somebody else wrote says nothing. */
    private Instant highestTime(Kept kept) {
        try {
            return kept.seen().map(Kept.Seen::time).orElseGet(clock::instant);
        } catch (BackendException e) {
            LOG.warn("{}", e.words());
            return clock.instant();
        }
    }

    /**
     * What came of asking.
     *
     * @param text of the request file, empty when there are problems
     * @param problems why there is none
     */
    public record Requested(String text, List<String> problems) {
        /** Copies. */
        public Requested {
            problems = List.copyOf(problems);
        }
    }

    /** Fetches the License Enabler File of that serial and control number and puts it where the gate reads it. */
    public Outcome fetch(String serial, String control) {
        return outcome(() -> {
            GivenFile target = configuredFile();
            BackendSettings backend = settings.form()
                    .<Optional<BackendSettings>>fold(
                            key -> Optional.empty(), LicenseForm.EnablerFile::backend, offline -> Optional.empty())
                    .orElseThrow(() -> new BackendException(
                            Trouble.FILES, "expected license.lef and license.backend in the configuration"));
            String number = number(serial, "the serial number");
            try (BackendClient client = new BackendClient(backend, PATIENCE, clock)) {
                String text = client.fetchEnablerFile(number, control(control));
                Held held = sound(target, text, Path.of("the fetched file"));
                if (!held.file().license().equals(number)) {
                    throw new BackendException(
                            Trouble.OTHER_QUESTION,
                            "the fetched file is of the license " + held.file().license());
                }
                return write(target, held);
            }
        });
    }

    private static String number(String text, String what) throws BackendException {
        try {
            return LicenseNumber.of(text.replace(" ", ""));
        } catch (IllegalArgumentException e) {
            throw new BackendException(Trouble.FILES, what + ": " + e.getMessage(), e);
        }
    }

    private static String control(String control) throws BackendException {
        if (!CONTROL.matcher(control).matches()) {
            throw new BackendException(Trouble.FILES, "the control number: expected 4 to 32 digits");
        }
        return control;
    }

    /** Those that the gate of this site trusts by now; where there is no site key, it has followed none. */
    private Signers mayNow() throws BackendException {
        return FollowedSigners.read(signers, Kept.ofSite(data));
    }

    private Optional<GivenFile> target() {
        return settings.form()
                .fold(
                        key -> Optional.empty(),
                        lef -> Optional.of(GivenFile.of(lef)),
                        offline -> Optional.of(GivenFile.of(offline)));
    }

    private GivenFile configuredFile() throws BackendException {
        return target().orElseThrow(
                        () -> new BackendException(
                                Trouble.FILES,
                                "the license is a signed key (license.keyFile); to import a file, configure license.lef or license.offline"));
    }

    /** What {@code text} says, once it is sure that it lets somebody in, now or from its first day on. */
    private Held sound(GivenFile target, String text, Path source) throws BackendException {
        Held held = new GivenFile(source, target.form(), target.reader()).read(text, mayNow());
        Instant from = held.file().validFrom();
        Instant then = clock.instant().isBefore(from) ? from : clock.instant();
        Standing standing =
                FileBook.license(held.file(), Release.ofThisBuild(), then).standing();
        if (!standing.state().admits()) {
            throw new BackendException(Trouble.LICENSE_FILE, source + " lets nobody in: " + standing.detail());
        }
        return held;
    }

    private LicenseStatus write(GivenFile target, Held held) throws BackendException {
        SiteFiles.write(target.path(), held.text(), "the " + target.form().words());
        return status(target.form(), held);
    }

    private LicenseStatus status(Form form, Held held) {
        LicenseFile file = held.file();
        License license = FileBook.license(file, Release.ofThisBuild(), clock.instant());
        List<String> notes = new ArrayList<>(signers.notes());
        notes.addAll(file.notCarriedOut());
        return new LicenseStatus(
                form,
                file.license(),
                license.terms(),
                license.standing(),
                Optional.empty(),
                "",
                Optional.empty(),
                notes);
    }

    private LicenseStatus key(Path file, String text) throws BackendException {
        try {
            LicenseKey key = LicenseKey.read(text, mayNow());
            List<String> notes = new ArrayList<>(signers.notes());
            notes.add("a key names a license and grants nothing by itself: what it grants, the license backend says");
            return new LicenseStatus(
                    Form.SIGNED_KEY,
                    key.license(),
                    LicenseSource.NO_TERMS,
                    Standing.missing(
                            "the license " + key.license() + " has not been verified with the license backend"),
                    Optional.empty(),
                    "",
                    Optional.empty(),
                    notes);
        } catch (ContractException e) {
            throw new BackendException(Trouble.KEY, file + " is not accepted: " + e.words(), e);
        }
    }
}
