package io.passgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a command prints: columns for people, JSON for programs. Confined to one command. */
final class Output {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "print JSON")
    boolean json;

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** A list: one line each of {@code fields}, or the whole JSON. */
    void list(JsonNode body, String name, List<String> fields) {
        if (json) {
            out().println(body.toPrettyString());
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(fields);
        body.path(name)
                .forEach(item ->
                        rows.add(fields.stream().map(f -> text(item.path(f))).toList()));
        rows(rows);
        if (rows.size() == 1) {
            out().println("(none)");
        }
    }

    /** Rows in columns, the first row being their names. */
    void rows(List<List<String>> rows) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        rows.forEach(row -> {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
            }
            out().println(line.toString().stripTrailing());
        }
    }

    private static String text(JsonNode value) {
        if (value.isArray()) {
            return value.isEmpty()
                    ? "-"
                    : StreamSupport.stream(value.spliterator(), false)
                            .map(JsonNode::asText)
                            .collect(Collectors.joining(","));
        }
        return value.isMissingNode() || value.asText().isEmpty() ? "-" : value.asText();
    }
}
