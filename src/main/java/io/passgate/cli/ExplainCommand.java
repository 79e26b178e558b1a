package io.passgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "explain",
        description = "Says what the decision on a user would be now, step by step, and what to do. Changes nothing.")
final class ExplainCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Mixin
    private Output output = new Output();

    @Parameters(arity = "0..1", paramLabel = "USER", description = "DIRECTORY\\id")
    private Optional<String> user = Optional.empty();

    @Option(
            names = "--request",
            paramLabel = "ID",
            description = "instead of USER: why the refusal with this request id was made")
    private Optional<String> request = Optional.empty();

    @Override
    public Integer call() {
        if (user.isPresent() == request.isPresent()) {
            throw new CliFault(ExitCode.USAGE, "expected either USER or --request ID");
        }
        String path = request.map(id -> "/api/v1/denied/" + AdminClient.encoded(id))
                .orElseGet(() -> "/api/v1/users/" + AdminClient.encoded(user.orElseThrow()) + "/explanation");
        JsonNode told = config.admin().get(path);
        PrintWriter out = output.out();
        if (output.json) {
            out.println(told.toPrettyString());
            return ExitCode.OK.code();
        }
        String why = told.path("reason").asText() + told.path("type").asText();
        out.println(
                told.path("user").asText() + ": " + told.path("verdict").asText() + (why.isEmpty() ? "" : ", " + why));
        line(out, told, "last", "at ");
        line(out, told, "paidUntil", "paid until ");
        line(out, told, "shadowed", "would be refused if everything were enforced: ");
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

    private static void line(PrintWriter out, JsonNode told, String name, String words) {
        String text = told.path(name).asText();
        if (!text.isEmpty()) {
            out.println(words + text);
        }
    }
}
