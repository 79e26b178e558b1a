package io.passgate.cli;

import io.passgate.cli.AdminClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "users",
        description = "Lists the users the ledger knows, with their access passes and open sessions.",
        subcommands = {UsersCommand.Activate.class, UsersCommand.Deactivate.class})
final class UsersCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        output.list(
                config.admin().get("/api/v1/users"),
                "users",
                List.of("user", "accessPasses", "sessions", "lastSeen", "state"));
        return ExitCode.OK.code();
    }

    @Command(name = "activate", description = "Lets users in again who were deactivated.")
    static final class Activate implements Callable<Integer> {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Mixin
        private Output output = new Output();

        @Parameters(paramLabel = "USER", arity = "1..*", description = "DIRECTORY\\id")
        private List<String> users = new ArrayList<>();

        @Override
        public Integer call() {
            return set(config, output, users, true);
        }
    }

    @Command(
            name = "deactivate",
            description = "Shuts users out. Their sessions end; their access passes stay theirs until withdrawn.")
    static final class Deactivate implements Callable<Integer> {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Mixin
        private Output output = new Output();

        @Parameters(paramLabel = "USER", arity = "1..*", description = "DIRECTORY\\id")
        private List<String> users = new ArrayList<>();

        @Override
        public Integer call() {
            return set(config, output, users, false);
        }
    }

    private static int set(ConfigOption config, Output output, List<String> users, boolean active) {
        AdminClient admin = config.admin();
        List<List<String>> rows = new ArrayList<>(List.of(List.of("user", "outcome")));
        boolean all = true;
        for (String user : users) {
            Answer answer = admin.call(
                    "PUT", "/api/v1/users/" + AdminClient.encoded(user) + "/active", "{\"active\":" + active + "}");
            all &= answer.status() < 400;
            rows.add(List.of(user, answer.status() < 400 ? (active ? "active" : "inactive") : answer.detail()));
        }
        Rows.print(output, rows);
        return (all ? ExitCode.OK : ExitCode.DATA).code();
    }
}
