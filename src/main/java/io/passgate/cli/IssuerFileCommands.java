package io.passgate.cli;

import io.passgate.contract.ActivationRequest;
import io.passgate.contract.ContractException;
import io.passgate.contract.EnablerLine;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that sign license files for sites. */
final class IssuerFileCommands {

    private IssuerFileCommands() {}

    @Command(
            name = "offline",
            description =
                    "Signs the definition of a license for a site that reaches no license backend: license.offline."
                            + " Nothing takes it back before it ends.")
    static final class Offline implements Callable<Integer> {
        @Mixin
        private IssuerOption issuer = new IssuerOption();

        @Mixin
        private OutputFile output = new OutputFile();

        @Parameters(paramLabel = "NUMBER", description = "the license number")
        private String number = "";

        @Override
        public Integer call() {
            return issuer.run(opened -> output.write(opened.offlineDefinition(number)));
        }
    }

    @Command(name = "activate", description = "Answers the request file of a site that reaches no license backend.")
    static final class Activate implements Callable<Integer> {
        @Mixin
        private IssuerOption issuer = new IssuerOption();

        @Mixin
        private OutputFile output = new OutputFile();

        @Parameters(paramLabel = "FILE", description = "the site's request file")
        private Path file = Path.of("");

        @Option(
                names = "--reset-time",
                description = "lets this site, once, forget the highest time that it has seen (a clock that ran ahead)")
        private boolean resetTime;

        @Override
        public Integer call() {
            ActivationRequest request;
            try {
                request = ActivationRequest.read(InputFile.read(file), file.toString());
            } catch (ContractException e) {
                throw new CliFault(ExitCode.DATA, e.words());
            }
            return issuer.run(opened -> output.write(opened.activate(request, resetTime)));
        }
    }

    @Command(name = "lef", description = "License Enabler Files.", subcommands = IssuerFileCommands.LefIssue.class)
    static final class Lef {}

    @Command(
            name = "issue",
            description = "Signs a License Enabler File, and hands it out to whoever knows its control number.")
    static final class LefIssue implements Callable<Integer> {
        @Mixin
        private IssuerOption issuer = new IssuerOption();

        @Mixin
        private OutputFile output = new OutputFile();

        @Parameters(index = "0", paramLabel = "SERIAL", description = "its license number, 16 digits")
        private String serial = "";

        @Parameters(index = "1", paramLabel = "FILE", description = "its lines, Attribute;Value;From;To each")
        private Path file = Path.of("");

        @Option(
                names = "--control",
                arity = "0..1",
                interactive = true,
                required = true,
                paramLabel = "NUMBER",
                description = "its control number; asked for when none is given")
        private String control = "";

        @Override
        public Integer call() {
            if (control.isBlank()) {
                throw new CliFault(ExitCode.USAGE, "--control: expected a control number");
            }
            return issuer.run(opened -> output.write(opened.issueEnablerFile(serial, control, lines())));
        }

        private List<EnablerLine> lines() {
            return InputFile.read(file)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(EnablerLine::parse)
                    .toList();
        }
    }
}
