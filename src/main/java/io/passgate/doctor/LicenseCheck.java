package io.passgate.doctor;

import io.passgate.backend.BackendSettings;
import io.passgate.backend.KeyTrial;
import io.passgate.backend.LicenseFiles;
import io.passgate.backend.LicenseFiles.NotAccepted;
import io.passgate.backend.LicenseForm;
import io.passgate.backend.LicenseSettings;
import io.passgate.doctor.Finding.Area;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The license: the file it comes in, what is kept of it, and the license backend, which is shown the key only once its certificate
 * was found sound, over a connection that checks it again. Confined to one thread.
 */
record LicenseCheck(LicenseSettings settings, Path data, InstantSource clock) implements Check {
    private static final String KEY = "key";
    private static final String ASKED = "definition";
    private static final String KEPT = "kept";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Override
    public Subject subject() {
        return new Subject("license");
    }

    @Override
    public void look(Consumer<Finding> found) {
        Runnable look = settings.form()
                .fold(
                        key -> () -> signedKey(key, found),
                        lef -> () -> file(lef.file(), lef.backend(), found),
                        offline -> () -> file(offline.file(), Optional.empty(), found));
        look.run();
    }

    private void signedKey(LicenseForm.SignedKey form, Consumer<Finding> found) {
        Finding key = new LicenseFiles(settings, data, clock)
                .check(form.keyFile())
                .fold(
                        accepted -> subject()
                                .ok(
                                        KEY,
                                        form.keyFile() + " names the license "
                                                + accepted.status().license()
                                                + ", and a signer of this site signed it"),
                        not -> key(form.keyFile(), not));
        found.accept(key);
        KeyTrial trial = new KeyTrial(form, settings.signers(), data, clock);
        found.accept(key.isFault() ? subject().skipped(KEPT, "its key is at fault") : kept(trial));
        Reach reach = reach(form.backend(), ClockBounds.backend(KeyTrial.CLOCK_BOUND), found);
        reach.walk(path(form.backend()));
        found.accept(asked(subject(form.backend()), trial, reach, key));
    }

    private Finding key(Path file, NotAccepted not) {
        return subject()
                .fault(
                        Area.DATA,
                        KEY,
                        file.toString(),
                        "it is not accepted: " + String.join("; ", not.problems()),
                        "put the key there exactly as it was given, on one line; signed by another vendor, it needs"
                                + " that vendor's signers in license.signers");
    }

    private Finding kept(KeyTrial trial) {
        StandingJudge judge = new StandingJudge(subject(), KEPT, clock.instant());
        return trial.kept()
                .map(outcome -> outcome.fold(accepted -> judge.judge(accepted.status()), not -> subject()
                        .fault(
                                Area.DATA,
                                KEPT,
                                "what is kept of the license in " + data,
                                String.join("; ", not.problems()),
                                "let the gate verify it anew: passgate license sync")))
                .orElseGet(() -> subject()
                        .skipped(KEPT, "nothing is kept in " + data + " yet: no gate has verified the license here"));
    }

    private Finding asked(Subject backend, KeyTrial trial, Reach reach, Finding key) {
        Optional<String> because = reach.broken()
                .map(check -> "its " + check + " is at fault")
                .or(() -> key.isFault() ? Optional.of("the license key is at fault") : Optional.empty());
        return because.map(why -> backend.skipped(ASKED, why)).orElseGet(() -> trial.asked(PATIENCE)
                .fold(
                        accepted -> new StandingJudge(backend, ASKED, clock.instant()).judge(accepted.status()),
                        not -> notAnswered(backend, not)));
    }

    private static Finding notAnswered(Subject backend, NotAccepted not) {
        return backend.fault(
                not.passing() ? Area.UNREACHABLE : Area.DATA,
                ASKED,
                "it was asked for the definition of the license, and shown the key",
                String.join("; ", not.problems()),
                "ask the vendor, naming the license number; what was verified before holds for five days");
    }

    private void file(Path file, Optional<BackendSettings> backend, Consumer<Finding> found) {
        new LicenseFiles(settings, data, clock)
                .configured()
                .ifPresent(outcome -> found.accept(outcome.fold(
                        accepted -> new StandingJudge(subject(), "file", clock.instant()).judge(accepted.status()),
                        not -> notSound(file, not))));
        backend.ifPresent(to -> reach(to, ClockBounds.HUB, found).walk(path(to)));
    }

    private Finding notSound(Path file, NotAccepted not) {
        return subject()
                .fault(
                        Area.DATA,
                        "file",
                        file.toString(),
                        "it is not accepted: " + String.join("; ", not.problems()),
                        "put one in place that is signed for this site: passgate license import FILE");
    }

    private Reach reach(BackendSettings backend, ClockBounds bounds, Consumer<Finding> found) {
        return new Reach(
                new Target(
                        subject(backend),
                        "the license backend",
                        "license.backend",
                        "license.backend.url",
                        backend.url(),
                        backend.trust(),
                        backend.forwardProxy()),
                bounds,
                clock,
                found);
    }

    private static Subject subject(BackendSettings backend) {
        return new Subject("license backend " + backend.url());
    }

    private static String path(BackendSettings backend) {
        String path = backend.url().getRawPath();
        return path.isEmpty() ? "/" : path;
    }
}
