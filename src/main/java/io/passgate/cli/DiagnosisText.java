package io.passgate.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.passgate.doctor.Diagnosis;
import io.passgate.doctor.Finding;
import io.passgate.doctor.Finding.Level;
import java.util.Locale;

/**
 * A diagnosis as text: one line for what is sound or skipped, three for what is not; or as JSON. Immutable.
 *
 * @param diagnosis what was found
 */
record DiagnosisText(Diagnosis diagnosis) {

    /** Of the form of the JSON. */
    private static final int FORMAT = 1;

    private static final String INDENT = " ".repeat(10);

    String lines() {
        String subject = "";
        StringBuilder text = new StringBuilder();
        for (Finding finding : diagnosis.findings()) {
            if (!finding.subject().equals(subject)) {
                subject = finding.subject();
                text.append(subject).append('\n');
            }
            text.append(lines(finding));
        }
        return text.append(summary()).toString();
    }

    private static String lines(Finding finding) {
        String first = "%-9s %-12s ".formatted(word(finding.level()), finding.check());
        if (finding.level() == Level.SKIPPED) {
            return first + "not looked at: " + finding.wrong() + "\n";
        }
        String line = first + finding.seen() + "\n";
        return finding.wrong().isEmpty()
                ? line
                : line + INDENT + "wrong:       " + finding.wrong() + "\n" + INDENT + "what to do:  " + finding.toDo()
                        + "\n";
    }

    private static String word(Level level) {
        return "  "
                + (level == Level.FAULT || level == Level.WARNING
                        ? level.word().toUpperCase(Locale.ROOT)
                        : level == Level.SKIPPED ? "-" : level.word());
    }

    private String summary() {
        String counts = diagnosis.count(Level.FAULT) + " faults, " + diagnosis.count(Level.WARNING) + " warnings, "
                + diagnosis.count(Level.OK) + " sound, " + diagnosis.count(Level.SKIPPED) + " not looked at";
        return switch (diagnosis.worst()) {
            case FAULT -> "Something is wrong: " + counts;
            case WARNING -> "It works, but look at the warnings: " + counts;
            case OK, SKIPPED -> "Nothing is wrong: " + counts;
        };
    }

    String json(ExitCode exit) {
        ObjectNode all = JsonNodeFactory.instance
                .objectNode()
                .put("format", FORMAT)
                .put("worst", diagnosis.worst().word())
                .put("exit", exit.code());
        ArrayNode checks = all.putArray("checks");
        for (Finding finding : diagnosis.findings()) {
            checks.addObject()
                    .put("level", finding.level().word())
                    .put("subject", finding.subject())
                    .put("check", finding.check())
                    .put("seen", finding.seen())
                    .put("wrong", finding.wrong())
                    .put("toDo", finding.toDo());
        }
        return all.toPrettyString();
    }
}
