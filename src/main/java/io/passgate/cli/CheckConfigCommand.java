package io.passgate.cli;

import io.passgate.front.ListenerSettings;
import io.passgate.tls.CertifiedKey;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "check-config", description = "Reads the configuration and tells everything that is wrong with it.")
final class CheckConfigCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        for (ListenerSettings listener : config.settings().listen()) {
            listener.tls().ifPresent(this::check);
        }
        spec.commandLine().getOut().println(config.file + " is sound");
        return ExitCode.OK.code();
    }

    /** What is in the files, beyond their being there. */
    private void check(ListenerSettings.Tls tls) {
        try {
            CertifiedKey.read(tls.certificate(), tls.key());
        } catch (IllegalArgumentException e) {
            throw new CliFault(ExitCode.CONFIGURATION, config.file + ": listen.tls: " + e.getMessage());
        }
    }
}
