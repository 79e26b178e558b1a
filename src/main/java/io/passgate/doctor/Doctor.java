package io.passgate.doctor;

import static java.util.Objects.requireNonNull;

import io.passgate.config.Settings;
import io.passgate.doctor.Finding.Area;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
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
        settings.alerts().webhooks().forEach(hook -> all.add(new WebhookCheck(hook, clock)));
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
            List<Running> running =
                    checks.stream().map(check -> Running.on(threads, check)).toList();
            List<Finding> findings = new ArrayList<>();
            for (Running one : running) {
                Optional<Finding> trouble = trouble(one, end - System.nanoTime());
                findings.addAll(one.found());
                trouble.ifPresent(findings::add);
            }
            return new Diagnosis(findings);
        } finally {
            threads.shutdownNow();
        }
    }

    /**
     * A check that is being made.
     *
     * @param found what it has found so far; added to by its thread
     */
    private record Running(Check check, Future<?> look, Queue<Finding> found) {
        static Running on(ExecutorService threads, Check check) {
            Queue<Finding> found = new ConcurrentLinkedQueue<>();
            return new Running(check, threads.submit(() -> check.look(found::add)), found);
        }
    }

    private Optional<Finding> trouble(Running one, long nanos) {
        Subject subject = one.check().subject();
        try {
            one.look().get(Math.max(nanos, 0), TimeUnit.NANOSECONDS);
            return Optional.empty();
        } catch (TimeoutException e) {
            return Optional.of(subject.fault(
                    Area.UNREACHABLE,
                    "time",
                    "no end within " + bound.toSeconds() + " seconds",
                    "something that it needs hangs, or is very slow",
                    "try it once more; look for a disk, a name server or a network that is slow"));
        } catch (ExecutionException e) {
            LOG.error("the look at {} ended in an error", subject.name(), e.getCause());
            return Optional.of(subject.fault(
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
