package io.passgate.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "users", description = "Lists the users the ledger knows, with their access passes and open sessions.")
final class UsersCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        output.list(
                config.admin().get("/api/v1/users"), "users", List.of("user", "accessPasses", "sessions", "lastSeen"));
        return ExitCode.OK.code();
    }
}
