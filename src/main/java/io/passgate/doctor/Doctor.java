package io.passgate.doctor;

import static java.util.Objects.requireNonNull;

import io.passgate.config.Settings;
import io.passgate.doctor.Finding.Area;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries everything an administrator would be asked to try, all at the same time, and says what is wrong and what to do. Confined
 * to one thread.
 */
public final class Doctor {
    private static final Logger LOG = LoggerFactory.getLogger(Doctor.class);

    /** Nobody waits longer for all of it. */
    private static final Duration BOUND = Duration.ofSeconds(20);

    private final List<Check> checks;
    private final Duration bound;

    /** Looks at what these settings name. */
    public Doctor(Settings settings, InstantSource clock) {
        this(checks(settings, clock), BOUND);
    }

    Doctor(List<Check> checks, Duration bound) {
        this.checks = List.copyOf(checks);
        this.bound = requireNonNull(bound, "bound");
    }

    private static List<Check> checks(Settings settings, InstantSource clock) {
        List<Check> all = new ArrayList<>(HubCheck.all(settings.virtualProxies(), clock));
        all.add(new LicenseCheck(settings.license(), settings.data(), clock));
        all.add(new GateCheck(settings.listen(), settings.admin(), clock));
        all.add(new LedgerCheck(settings.store()));
        all.add(FilesCheck.of(settings));
        return all;
    }

    /**
     * Looks. Blocks, for at most 20 s.
     *
     * @param file where the settings came from
     */
    public Diagnosis examine(Path file) {
        return examine().under(file);
    }

    Diagnosis examine() {
        long end = System.nanoTime() + bound.toNanos();
        ExecutorService threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "doctor");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<List<Finding>>> running =
                    checks.stream().map(check -> threads.submit(check::look)).toList();
            List<Finding> findings = new ArrayList<>();
            for (int i = 0; i < checks.size(); i++) {
                findings.addAll(awaited(checks.get(i), running.get(i), end - System.nanoTime()));
            }
            return new Diagnosis(findings);
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Finding> awaited(Check check, Future<List<Finding>> look, long nanos) {
        try {
            return look.get(Math.max(nanos, 0), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return List.of(check.subject()
                    .fault(
                            Area.UNREACHABLE,
                            "time",
                            "no end within " + bound.toSeconds() + " seconds",
                            "something that it needs hangs",
                            "try it once more; look for a disk or a name server that does not answer"));
        } catch (ExecutionException e) {
            LOG.error("the look at {} ended in an error", check.subject().name(), e.getCause());
            return List.of(check.subject()
                    .fault(
                            Area.DATA,
                            "doctor",
                            String.valueOf(e.getCause()),
                            "this look ended in an error of Passgate's own",
                            "report it, with the lines before this one"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
