package io.passgate.cli;

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

@Command(name = "reinstate", description = "Gives quarantined access passes back to the users who held them.")
final class ReinstateCommand implements Callable<Integer> {
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
            throw new CliFault(ExitCode.USAGE, "nobody to give an access pass back to: name users or --file");
        }
        AdminClient admin = config.admin();
        List<List<String>> rows = new ArrayList<>(List.of(List.of("user", "type", "outcome")));
        boolean all = true;
        for (PassList pass : passes) {
            Answer answer = admin.call("POST", pass.path() + "/reinstatement", "");
            all &= answer.status() < 400;
            rows.add(List.of(
                    pass.user().written(), pass.type().key(), answer.status() < 400 ? "reinstated" : answer.detail()));
        }
        Rows.print(output, rows);
        return (all ? ExitCode.OK : ExitCode.DATA).code();
    }
}
