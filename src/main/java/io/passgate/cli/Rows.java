package io.passgate.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Prints rows that a command made itself, the first row being the names of the columns. */
final class Rows {

    private Rows() {}

    static void print(Output output, List<List<String>> rows) {
        if (!output.json) {
            output.rows(rows);
            return;
        }
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (List<String> row : rows.subList(1, rows.size())) {
            ObjectNode item = all.addObject();
            for (int i = 0; i < row.size(); i++) {
                item.put(rows.get(0).get(i), row.get(i));
            }
        }
        output.out().println(all.toPrettyString());
    }
}
