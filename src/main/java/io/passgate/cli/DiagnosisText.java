package io.passgate.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.passgate.doctor.Diagnosis;
import io.passgate.doctor.Finding;
import io.passgate.doctor.Finding.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A diagnosis as text: one line for what is sound or skipped, three for what is wrong; or as JSON. Immutable.
 *
 * @param diagnosis what was found
 */
record DiagnosisText(Diagnosis diagnosis) {

    /** Of the form of the JSON. */
    private static final int FORMAT = 1;

    private static final String INDENT = " ".repeat(10);

    String lines() {
        StringBuilder text = new StringBuilder();
        List<Finding> skipped = new ArrayList<>();
        String subject = "";
        for (Finding finding : diagnosis.findings()) {
            boolean another = !finding.subject().equals(subject);
            if (another || finding.level() != Level.SKIPPED) {
                text.append(skipped(skipped));
                skipped.clear();
            }
            if (another) {
                subject = finding.subject();
                text.append(subject).append('\n');
            }
            if (finding.level() == Level.SKIPPED) {
                skipped.add(finding);
            } else {
                text.append(lines(finding));
            }
        }
        return text.append(skipped(skipped)).append(summary()).toString();
    }

    /** What was skipped for one reason, on one line. */
    private static String skipped(List<Finding> findings) {
        Map<String, List<String>> checks = new LinkedHashMap<>();
        findings.forEach(finding -> checks.computeIfAbsent(finding.wrong(), none -> new ArrayList<>())
                .add(finding.check()));
        StringBuilder text = new StringBuilder();
        checks.forEach((why, all) -> text.append("  skipped ")
                .append(String.join(", ", all))
                .append(": ")
                .append(why)
                .append('\n'));
        return text.toString();
    }

    private static String lines(Finding finding) {
        boolean wrong = finding.level() != Level.OK;
        String word = finding.level().word();
        String line = "  %-7s %-12s %s\n"
                .formatted(wrong ? word.toUpperCase(Locale.ROOT) : word, finding.check(), finding.seen());
        return wrong
                ? line + INDENT + "wrong:       " + finding.wrong() + "\n" + INDENT + "what to do:  " + finding.toDo()
                        + "\n"
                : line;
    }

    private String summary() {
        String counts = "%s, %s, %d ok, %d skipped"
                .formatted(
                        counted(Level.FAULT),
                        counted(Level.WARNING),
                        diagnosis.count(Level.OK),
                        diagnosis.count(Level.SKIPPED));
        return switch (diagnosis.worst()) {
            case FAULT -> "Something is wrong: " + counts;
            case WARNING -> "It works, but look at the warnings: " + counts;
            case OK, SKIPPED -> "Nothing is wrong: " + counts;
        };
    }

    private String counted(Level level) {
        long count = diagnosis.count(level);
        return count + " " + level.word() + (count == 1 ? "" : "s");
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
