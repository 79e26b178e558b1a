package io.passgate.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "version", description = "Prints the version of Passgate, of Java and of the system.")
final class VersionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        String version = Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("(from classes)");
        spec.commandLine()
                .getOut()
                .println("passgate " + version + ", Java " + Runtime.version() + ", " + System.getProperty("os.name")
                        + " " + System.getProperty("os.arch"));
        return ExitCode.OK.code();
    }
}
