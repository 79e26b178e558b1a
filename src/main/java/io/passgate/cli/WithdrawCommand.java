package io.passgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
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
        name = "withdraw",
        description = "Takes access passes from users. Sessions opened with them end within a second.")
final class WithdrawCommand implements Callable<Integer> {
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

    @Override
    public Integer call() {
        List<PassList> passes = PassList.read(users, file, type);
        if (passes.isEmpty()) {
            throw new CliFault(ExitCode.USAGE, "nobody to withdraw from: name users or --file");
        }
        AdminClient admin = config.admin();
        List<List<String>> rows = new ArrayList<>(List.of(List.of("user", "type", "outcome")));
        boolean all = true;
        for (PassList pass : passes) {
            Answer answer = admin.call("DELETE", pass.path(), "");
            all &= answer.status() < 400;
            rows.add(List.of(
                    pass.user().written(),
                    pass.type().key(),
                    answer.status() < 400 ? told(answer.body()) : answer.detail()));
        }
        Rows.print(output, rows);
        return (all ? ExitCode.OK : ExitCode.DATA).code();
    }

    private static String told(JsonNode withdrawn) {
        String until = withdrawn.path("quarantinedUntil").asText();
        String rule = withdrawn.path("givenBackBy").asText();
        return withdrawn.path("outcome").asText()
                + (until.isEmpty() ? "" : " until " + until)
                + (rule.isEmpty()
                        ? ""
                        : "; the rule \"" + rule + "\" gives it back at the next login: change it first");
    }
}
