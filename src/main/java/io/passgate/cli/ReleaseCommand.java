package io.passgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "release",
        description = "Takes back the access passes that nobody has used for as long as allocations.release says.")
final class ReleaseCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Mixin
    private Output output = new Output();

    @Option(names = "--dry-run", description = "only says which these are")
    private boolean dryRun;

    @Override
    public Integer call() {
        AdminClient admin = config.admin();
        JsonNode released = dryRun ? admin.get("/api/v1/release") : admin.post("/api/v1/release");
        output.list(released, "allocations", List.of("user", "type", "allocated", "lastUsed"));
        return ExitCode.OK.code();
    }
}
