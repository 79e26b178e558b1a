package io.passgate.cli;

import io.passgate.backend.LicenseFiles;
import io.passgate.config.Problem;
import io.passgate.config.Settings;
import io.passgate.config.SettingsReader;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Which configuration a command works with. Confined to one command. */
final class ConfigOption {

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            defaultValue = "conf/passgate.yaml",
            description = "the configuration (default: ${DEFAULT-VALUE})")
    Path file = Path.of("conf/passgate.yaml");

    Settings settings() {
        return SettingsReader.read(file, System.getenv()).fold(sound -> sound, this::flawed);
    }

    LicenseFiles licenseFiles() {
        return licenseFiles(InstantSource.system());
    }

    /** Which looks at files as they are at that time. */
    LicenseFiles licenseFiles(InstantSource clock) {
        Settings settings = settings();
        return new LicenseFiles(settings.license(), settings.data(), clock);
    }

    AdminClient admin() {
        return new AdminClient(settings(), file);
    }

    private Settings flawed(List<Problem> problems) {
        throw new CliFault(
                ExitCode.CONFIGURATION, problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    }
}
