package io.passgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.passgate.cli.AdminClient.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "allocate",
        description = "Gives access passes to users. Somebody who waits at the refusal page is let in at once.")
final class AllocateCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Mixin
    private Output output = new Output();

    @Parameters(paramLabel = "USER", arity = "0..*", description = "DIRECTORY\\id")
    private List<String> users = new ArrayList<>();

    @Option(names = "--type", paramLabel = "TYPE", description = "professional, analyzer or user-access-pass")
    private Optional<String> type = Optional.empty();

    @Option(names = "--file", paramLabel = "FILE", description = "a line DIRECTORY\\id,type each")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--from-denied", description = "to everybody who was refused for want of an access pass")
    private boolean fromDenied;

    @Option(names = "--since", paramLabel = "WHEN", defaultValue = "7d", description = Since.HELP)
    private String since = "7d";

    @Override
    public Integer call() {
        AdminClient admin = config.admin();
        List<PassList> passes = PassList.read(fromDenied ? denied(admin) : users, file, type);
        if (passes.isEmpty()) {
            throw new CliFault(ExitCode.USAGE, "nobody to allocate to: name users, --file or --from-denied");
        }
        List<List<String>> rows = new ArrayList<>(List.of(List.of("user", "type", "outcome")));
        boolean all = true;
        for (PassList pass : passes) {
            Answer answer = admin.call("POST", "/api/v1/allocations", body(pass));
            all &= answer.status() < 400;
            String outcome =
                    answer.status() < 400 ? answer.body().path("outcome").asText() : answer.detail();
            rows.add(List.of(pass.user().written(), pass.type().key(), outcome));
        }
        Rows.print(output, rows);
        return (all ? ExitCode.OK : ExitCode.DATA).code();
    }

    private List<String> denied(AdminClient admin) {
        JsonNode denied =
                admin.get("/api/v1/denied?since=" + Since.encoded(since)).path("denied");
        List<String> names = new ArrayList<>();
        denied.forEach(d -> {
            if (d.path("reason").asText().equals("nothing-allocated")
                    && !names.contains(d.path("user").asText())) {
                names.add(d.path("user").asText());
            }
        });
        return names;
    }

    private static String body(PassList pass) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("user", pass.user().written())
                .put("type", pass.type().key())
                .toString();
    }
}
