package io.passgate.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "denied", description = "Lists who was recognized and refused, newest first.")
final class DeniedCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Mixin
    private Output output = new Output();

    @Option(names = "--since", paramLabel = "WHEN", defaultValue = "7d", description = Since.HELP)
    private String since = "7d";

    @Override
    public Integer call() {
        output.list(
                config.admin().get("/api/v1/denied?since=" + Since.encoded(since)),
                "denied",
                List.of("last", "user", "reason", "count", "virtualProxy", "address", "requestId"));
        return ExitCode.OK.code();
    }
}
