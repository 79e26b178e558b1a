package io.passgate.cli;

import io.passgate.app.Gate;
import io.passgate.config.Settings;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "run",
        description = "Runs the gate until it is told to stop (SIGTERM or Ctrl-C), then drains and exits 0.")
final class RunCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(
            names = "--adopt-ledger",
            description =
                    "Takes the ledger for this site's own even if it was made by another: once, after site.key was"
                            + " lost, or where a ledger was copied on purpose.")
    private boolean adoptLedger;

    @Override
    public Integer call() throws Exception {
        Settings settings = config.settings();
        try (StopSignal stop = StopSignal.install();
                Gate gate = new Gate(settings, InstantSource.system())) {
            if (adoptLedger) {
                gate.adoptLedger();
            }
            Start.orExplain(gate::start);
            stop.await();
        }
        return ExitCode.OK.code();
    }
}
