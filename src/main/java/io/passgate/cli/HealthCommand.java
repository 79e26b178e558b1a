package io.passgate.cli;

import io.passgate.cli.AdminClient.Answer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "health", description = "Exits 0 when the gate is ready, 69 when it is not or none answers.")
final class HealthCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        Answer ready = config.admin().ready();
        output.out().println(ready.body().asText());
        return (ready.status() == 200 ? ExitCode.OK : ExitCode.UNAVAILABLE).code();
    }
}
