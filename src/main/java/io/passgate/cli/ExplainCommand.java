package io.passgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "explain",
        description = "Says what the decision on a user would be now, step by step, and what to do. Changes nothing.")
final class ExplainCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Mixin
    private Output output = new Output();

    @Parameters(paramLabel = "USER", description = "DIRECTORY\\id")
    private String user = "";

    @Override
    public Integer call() {
        JsonNode told = config.admin().get("/api/v1/users/" + AdminClient.encoded(user) + "/explanation");
        PrintWriter out = output.out();
        if (output.json) {
            out.println(told.toPrettyString());
            return ExitCode.OK.code();
        }
        String why = told.path("reason").asText() + told.path("type").asText();
        out.println(
                told.path("user").asText() + ": " + told.path("verdict").asText() + (why.isEmpty() ? "" : ", " + why));
        told.path("steps")
                .forEach(step -> out.println("  "
                        + (step.path("hit").asBoolean() ? "+ " : "- ")
                        + step.path("name").asText() + ": " + step.path("text").asText()));
        String remedy = told.path("remedy").asText();
        if (!remedy.isEmpty()) {
            out.println(remedy);
        }
        return ExitCode.OK.code();
    }
}
