package io.passgate.cli;

import io.passgate.app.GateFiles;
import io.passgate.backend.LicenseFiles;
import io.passgate.backend.Seal;
import io.passgate.config.Problem;
import io.passgate.config.Settings;
import io.passgate.config.SettingsReader;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
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

    /** The seal of the site, whose key is made when there is none yet. */
    Seal seal() {
        try {
            return GateFiles.seal(settings().data(), new SecureRandom());
        } catch (IOException e) {
            throw new CliFault(ExitCode.UNAVAILABLE, "the site key cannot be used: " + e.getMessage());
        }
    }

    AdminClient admin() {
        return new AdminClient(settings(), file);
    }

    private Settings flawed(List<Problem> problems) {
        throw new CliFault(
                ExitCode.CONFIGURATION, problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    }
}
