package io.passgate.cli;

import io.passgate.admission.LedgerUnavailable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point of {@code java -jar passgate.jar}. */
@Command(
        name = "passgate",
        description = "The front door of a BI hub: who is asking, do they hold an access pass, are they within their"
                + " sessions.",
        mixinStandardHelpOptions = true,
        subcommands = {
            RunCommand.class,
            DemoCommand.class,
            CheckConfigCommand.class,
            DoctorCommand.class,
            HealthCommand.class,
            LicenseCommand.class,
            ExplainCommand.class,
            UsersCommand.class,
            RulesCommand.class,
            AllocateCommand.class,
            WithdrawCommand.class,
            ReinstateCommand.class,
            ReleaseCommand.class,
            DeniedCommand.class,
            SessionsCommand.class,
            IssuerCommand.class,
            VersionCommand.class
        })
public final class Main {

    /** Runs the command named by {@code args} and exits with its code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        line.getSubcommands().values().forEach(Main::help);
        line.setExecutionExceptionHandler((e, command, parsed) -> fault(command, e));
        return line;
    }

    private static void help(CommandLine command) {
        command.getCommandSpec().mixinStandardHelpOptions(true);
        command.getSubcommands().values().forEach(Main::help);
    }

    private static int fault(CommandLine command, Exception e) {
        if (e instanceof CliFault fault) {
            command.getErr().println(fault.getMessage());
            return fault.exit().code();
        }
        if (e instanceof LedgerUnavailable) {
            command.getErr().println(e.getMessage());
            return ExitCode.UNAVAILABLE.code();
        }
        e.printStackTrace(command.getErr());
        return ExitCode.INTERNAL.code();
    }
}
