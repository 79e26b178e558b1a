package io.passgate.cli;

import io.passgate.app.Gate;
import io.passgate.config.Settings;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "run",
        description = "Runs the gate until it is told to stop (SIGTERM or Ctrl-C), then drains and exits 0.")
final class RunCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Override
    public Integer call() throws Exception {
        Settings settings = config.settings();
        try (StopSignal stop = StopSignal.install();
                Gate gate = new Gate(settings, InstantSource.system())) {
            Start.orExplain(gate::start);
            stop.await();
        }
        return ExitCode.OK.code();
    }
}
