package io.passgate.telemetry;

import io.passgate.admission.DecisionLog;
import io.passgate.admission.StandingChange;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The record as a whole: opens the files in the audit directory, and tells both the files and the metrics of what was decided.
 * Lines told before {@link #start()} or after {@link #close()} go to the metrics only. Safe for use by many threads.
 */
public final class Telemetry implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Telemetry.class);

    /** How many lines of one file may wait for the disk; more are dropped and counted. */
    private static final int WAITING_LINES = 16 * 1024;

    private final AuditSettings settings;
    private final String machine;
    private final String version;
    private final GateMetrics metrics;
    private final AtomicReference<@Nullable Files> files = new AtomicReference<>();

    /**
     * Writes nothing yet.
     *
     * @param machine the node's name, which the audit file and its lines carry
     * @param version of Passgate
     * @param metrics are told of every decision too, and of dropped lines
     */
    public Telemetry(AuditSettings settings, String machine, String version, GateMetrics metrics) {
        this.settings = settings;
        this.machine = machine;
        this.version = version;
        this.metrics = metrics;
    }

    /**
     * Opens the files.
     *
     * @throws java.io.UncheckedIOException naming the file that cannot be written
     */
    public void start() {
        LineFile decisions = open("decisions.log", "");
        LineFile audit = open(auditFile(), AuditLines.HEADER);
        LineFile licenses = open("licenses.log", "");
        LicenseLines licenseLines = new LicenseLines(licenses);
        Optional<LineFile> access = settings.accessLines() ? Optional.of(open("access.log", "")) : Optional.empty();
        files.set(new Files(
                new ToEach(
                        List.of(new DecisionLines(decisions), new AuditLines(audit, machine, version), licenseLines)),
                licenseLines,
                access.map(AccessLines::new),
                Stream.concat(Stream.of(decisions, audit, licenses), access.stream())
                        .toList()));
    }

    /** Where the use cases tell what they decided. */
    public DecisionLog decisionLog() {
        return new ToEach(List.of(metrics, new Written()));
    }

    /** One line in the gate's own log, at the level that the standing deserves, and one in the licenses log. Never blocks. */
    public void standingChanged(StandingChange change) {
        LOG.atLevel(StandingLevel.of(change.after().state()))
                .log(
                        "the license is {} now, was {}: {}",
                        StandingLevel.word(change.after().state()),
                        StandingLevel.word(change.before().state()),
                        change.after().detail());
        licenses().ifPresent(lines -> lines.standing(change));
    }

    /**
     * A sync of assignments is over: one line in the licenses log. Never blocks.
     *
     * @param error what went wrong, empty when nothing did
     */
    public void synced(Instant at, String license, String error) {
        licenses().ifPresent(lines -> lines.synced(at, license, error));
    }

    private Optional<LicenseLines> licenses() {
        return Optional.ofNullable(files.get()).map(Files::licenses);
    }

    /** Where requests are told; empty when access lines are off, or before {@link #start()}. */
    public Optional<AccessLog> accessLog() {
        return Optional.ofNullable(files.get()).flatMap(Files::access);
    }

    /** Writes out what waits and closes the files. */
    @Override
    public void close() {
        Files open = files.getAndSet(null);
        if (open != null) {
            open.all().forEach(LineFile::close);
        }
    }

    /** {@code <machine>_AuditSecurity_Repository.txt}, as those who read Qlik's look for it. */
    private String auditFile() {
        return machine.replaceAll("[^A-Za-z0-9._-]", "_") + "_AuditSecurity_Repository.txt";
    }

    private LineFile open(String name, String header) {
        Path path = settings.directory().resolve(name);
        LineFile file = LineFile.start(path, header, WAITING_LINES);
        metrics.watchDropped(name, file::dropped);
        return file;
    }

    /** The files while they are open. */
    private record Files(DecisionLog log, LicenseLines licenses, Optional<AccessLog> access, List<LineFile> all) {}

    /** Hands on to the files that are open. */
    private final class Written implements DecisionLog {
        @Override
        public void exempt(Exempt exempt) {
            log().ifPresent(log -> log.exempt(exempt));
        }

        @Override
        public void usedFrom(UsedFrom usedFrom) {
            log().ifPresent(log -> log.usedFrom(usedFrom));
        }

        @Override
        public void opened(Opened opened) {
            log().ifPresent(log -> log.opened(opened));
        }

        @Override
        public void renewed(Renewed renewed) {
            log().ifPresent(log -> log.renewed(renewed));
        }

        @Override
        public void refused(Refused refused) {
            log().ifPresent(log -> log.refused(refused));
        }

        @Override
        public void ended(Ended ended) {
            log().ifPresent(log -> log.ended(ended));
        }

        private Optional<DecisionLog> log() {
            return Optional.ofNullable(files.get()).map(Files::log);
        }
    }
}
