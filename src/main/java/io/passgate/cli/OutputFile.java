package io.passgate.cli;

import io.passgate.issuer.OwnerOnly;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a command puts the one text that it makes: a new file for its owner only, or standard output. Confined to one command. */
final class OutputFile {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "a new file to write it to, for its owner only (default: standard output)")
    private Optional<Path> file = Optional.empty();

    void write(String text) {
        if (file.isEmpty()) {
            spec.commandLine().getOut().println(text.stripTrailing());
            return;
        }
        try {
            OwnerOnly.create(file.get(), text.stripTrailing() + "\n");
        } catch (FileAlreadyExistsException e) {
            throw new CliFault(ExitCode.DATA, file.get() + " exists already; expected a new file");
        } catch (IOException e) {
            throw new CliFault(ExitCode.UNAVAILABLE, "cannot write " + e.getMessage());
        }
    }
}
