package io.passgate.cli;

import io.passgate.admin.View;
import io.passgate.admission.LicenseOffice.LicenseStatus;
import io.passgate.backend.LicenseFiles;
import io.passgate.backend.LicenseFiles.NotAccepted;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands about license files; they need no gate. */
final class LicenseFileCommands {

    private LicenseFileCommands() {}

    @Command(
            name = "verify",
            description =
                    "Checks a license key, a License Enabler File or an offline definition against license.signers, and"
                            + " shows what it grants.")
    static final class Verify implements Callable<Integer> {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Mixin
        private Output output = new Output();

        @Parameters(paramLabel = "FILE", description = "the file to check")
        private Path file = Path.of("");

        @Override
        public Integer call() {
            LicenseStatus status = accepted(config.licenseFiles().check(file));
            LicenseCommand.print(output, View.license(status));
            return ExitCode.OK.code();
        }
    }

    @Command(
            name = "request",
            description =
                    "Makes the file by which a site without network asks the vendor for its license; 'license import' takes"
                            + " the answer.")
    static final class Request implements Callable<Integer> {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Mixin
        private OutputFile output = new OutputFile();

        @Option(
                names = "--license",
                paramLabel = "NUMBER",
                description = "the license number (default: that of the offline definition in place)")
        private Optional<String> license = Optional.empty();

        @Override
        public Integer call() {
            LicenseFiles.Requested requested = config.licenseFiles().request(license, config.seal());
            if (!requested.problems().isEmpty()) {
                throw new CliFault(ExitCode.DATA, String.join("\n", requested.problems()));
            }
            output.write(requested.text());
            return ExitCode.OK.code();
        }
    }

    @Command(
            name = "import",
            description =
                    "Checks a License Enabler File, an offline definition or the answer to 'license request' and puts it"
                            + " where license.lef or license.offline says; a running gate takes it up by itself.")
    static final class Import implements Callable<Integer> {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Mixin
        private Output output = new Output();

        @Parameters(arity = "0..1", paramLabel = "FILE", description = "the pasted file")
        private Optional<Path> file = Optional.empty();

        @Option(
                names = "--serial",
                paramLabel = "NUMBER",
                description =
                        "instead of FILE: fetch the License Enabler File of this serial number from license.backend")
        private Optional<String> serial = Optional.empty();

        @Option(
                names = "--control",
                arity = "0..1",
                interactive = true,
                paramLabel = "NUMBER",
                description = "its control number; asked for when none is given")
        private String control = "";

        @Override
        public Integer call() {
            if (file.isPresent() == serial.isPresent() || serial.isPresent() == control.isEmpty()) {
                throw new CliFault(ExitCode.USAGE, "expected either FILE, or --serial NUMBER and --control NUMBER");
            }
            LicenseFiles files = config.licenseFiles();
            LicenseStatus status =
                    accepted(file.map(files::put).orElseGet(() -> files.fetch(serial.orElseThrow(), control)));
            LicenseCommand.print(output, View.license(status));
            return ExitCode.OK.code();
        }
    }

    static LicenseStatus accepted(LicenseFiles.Outcome outcome) {
        return outcome.fold(LicenseFiles.Accepted::status, LicenseFileCommands::notAccepted);
    }

    private static LicenseStatus notAccepted(NotAccepted why) {
        throw new CliFault(why.passing() ? ExitCode.UNAVAILABLE : ExitCode.DATA, String.join("\n", why.problems()));
    }
}
