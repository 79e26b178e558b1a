package io.passgate.doctor;

import io.passgate.config.Problem;
import io.passgate.doctor.Finding.Area;
import io.passgate.doctor.Finding.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that was found. Immutable.
 *
 * @param findings in the order in which a person reads them
 */
public record Diagnosis(List<Finding> findings) {

    private static final String CHECK = "settings";

    /** Copies. */
    public Diagnosis {
        findings = List.copyOf(findings);
    }

    /** The configuration cannot be used, so nothing else could be looked at. */
    public static Diagnosis flawed(Path file, List<Problem> problems) {
        Subject configuration = configuration(file);
        return new Diagnosis(Stream.concat(
                        problems.stream()
                                .map(problem -> configuration.fault(
                                        Area.CONFIGURATION,
                                        CHECK,
                                        problem.place().toString(),
                                        (problem.key().isEmpty() ? "" : problem.key() + ": ") + problem.message(),
                                        "correct it; every key is described in configuration.md")),
                        Stream.of(new Subject("everything else")
                                .skipped("all", "the configuration does not say what to look at")))
                .toList());
    }

    /** With the configuration, which is sound, before it. */
    Diagnosis under(Path file) {
        return new Diagnosis(
                Stream.concat(Stream.of(configuration(file).ok(CHECK, "all keys are sound")), findings.stream())
                        .toList());
    }

    private static Subject configuration(Path file) {
        return new Subject("configuration " + file);
    }

    /** How many findings are of that level. */
    public long count(Level level) {
        return findings.stream().filter(finding -> finding.level() == level).count();
    }

    /** The gravest level; what was skipped counts for nothing, for its reason is a finding of its own. */
    public Level worst() {
        return findings.stream()
                .map(Finding::level)
                .filter(level -> level != Level.SKIPPED)
                .max(Level::compareTo)
                .orElse(Level.OK);
    }

    /** Where to begin mending: of all faults, the area that decides the exit code. */
    public Optional<Area> worstArea() {
        return findings.stream().filter(Finding::isFault).map(Finding::area).max(Area::compareTo);
    }
}
