package io.passgate.cli;

import io.passgate.backend.LicenseFiles.NotAccepted;
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
        config.licenseFiles()
                .configured()
                .ifPresent(license -> license.fold(sound -> ExitCode.OK, CheckConfigCommand::flawed));
        spec.commandLine().getOut().println(config.file + " is sound");
        return ExitCode.OK.code();
    }

    private static ExitCode flawed(NotAccepted why) {
        throw new CliFault(ExitCode.CONFIGURATION, String.join("\n", why.problems()));
    }
}
