package io.passgate.admission;

import io.passgate.decision.Policy;
import io.passgate.decision.Policy.Enforcement;
import io.passgate.license.May;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The license as administration sees it, with what the site loosens, or would if the license let it (design.md §5). Safe for
 * use by many threads.
 */
public final class Loosening implements LicenseOffice {

    private static final Logger LOG = LoggerFactory.getLogger(Loosening.class);

    private final LicenseOffice office;
    private final Supplier<Policy> policy;
    private final boolean anonymous;
    private final InstantSource clock;
    private final Set<String> told = new HashSet<>();

    /**
     * Adds to what {@code office} says.
     *
     * @param policy the configured policy in force, not yet cut down to the license
     * @param anonymous whether some virtual proxy lets anonymous users in
     */
    public Loosening(LicenseOffice office, Supplier<Policy> policy, boolean anonymous, InstantSource clock) {
        this.office = office;
        this.policy = policy;
        this.anonymous = anonymous;
        this.clock = clock;
    }

    @Override
    public LicenseStatus status(Instant now) {
        return noted(office.status(now), now);
    }

    @Override
    public LicenseStatus verify() {
        return noted(office.verify(), clock.instant());
    }

    /** Logs what was not logged before. Whoever owns it calls this every now and then. */
    public void tell() {
        Instant now = clock.instant();
        LicenseStatus status = office.status(now);
        if (status.terms().equals(LicenseSource.NO_TERMS)) {
            return;
        }
        List<String> notes = notes(status.terms().may(), now);
        synchronized (told) {
            told.retainAll(notes);
            notes.stream().filter(told::add).forEach(LOG::warn);
        }
    }

    private LicenseStatus noted(LicenseStatus status, Instant now) {
        List<String> notes = new ArrayList<>(status.notes());
        notes.addAll(notes(status.terms().may(), now));
        return new LicenseStatus(
                status.form(),
                status.license(),
                status.terms(),
                status.standing(),
                status.nextVerification(),
                status.lastError(),
                status.sync(),
                notes);
    }

    /**
     * What a site loosens at {@code now} as the license lets it, in words: what the license backend is told.
     *
     * @param anonymous whether some virtual proxy lets anonymous users in
     */
    public static List<String> inEffect(Policy configured, boolean anonymous, May may, Instant now) {
        List<String> words = new ArrayList<>();
        may.shadowUntil().filter(now::isBefore).ifPresent(until -> {
            mode("license", configured.license(), may, now).ifPresent(words::add);
            mode("sessions", configured.sessions(), may, now).ifPresent(words::add);
        });
        int exempt = Math.min(configured.exempt().size(), may.exemptUsers());
        if (exempt > 0) {
            words.add("exempt.users: " + exempt);
        }
        if (anonymous && may.anonymous()) {
            words.add("nobody: anonymous");
        }
        return words;
    }

    private List<String> notes(May may, Instant now) {
        Policy configured = policy.get();
        List<String> notes = new ArrayList<>();
        mode("license", configured.license(), may, now).ifPresent(notes::add);
        mode("sessions", configured.sessions(), may, now).ifPresent(notes::add);
        if (configured.parallel() > may.parallel()) {
            notes.add("sessions.parallel: " + configured.parallel() + " is configured, but the license lets "
                    + may.parallel() + " only: " + may.parallel() + " it is");
        }
        if (configured.exempt().size() > may.exemptUsers()) {
            notes.add("exempt.users: " + configured.exempt().size() + " are configured, but the license lets "
                    + may.exemptUsers() + " only: the first " + may.exemptUsers() + " by name are exempt");
        }
        if (anonymous && !may.anonymous()) {
            notes.add("nobody: anonymous is configured, but the license does not allow anonymous users:"
                    + " who is not signed in is answered 401");
        }
        return notes;
    }

    private static Optional<String> mode(String what, Enforcement configured, May may, Instant now) {
        if (configured == Enforcement.ENFORCE) {
            return Optional.empty();
        }
        String setting = "mode." + what + ": " + configured.name().toLowerCase(Locale.ROOT);
        return Optional.of(may.shadowUntil()
                .map(until -> now.isBefore(until)
                        ? setting + " until " + until + ", as the license lets: nobody is refused for it"
                        : setting + " is configured, but the license let that until " + until + " only: enforced")
                .orElse(setting + " is configured, but the license does not let it: enforced"));
    }
}
