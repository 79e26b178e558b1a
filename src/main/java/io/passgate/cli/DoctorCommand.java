package io.passgate.cli;

import io.passgate.config.SettingsReader;
import io.passgate.doctor.Diagnosis;
import io.passgate.doctor.Doctor;
import io.passgate.doctor.Finding.Area;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "doctor",
        description =
                "Tries what an administrator would be asked to try – names, connections, proxy, TLS, clocks, license,"
                        + " ledger, files – and says what is wrong and what to do. Needs no gate and changes nothing. Exits 0 when"
                        + " nothing is at fault.")
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        Diagnosis diagnosis = SettingsReader.read(config.file, System.getenv())
                .fold(
                        settings -> new Doctor(settings, InstantSource.system()).examine(config.file),
                        problems -> Diagnosis.flawed(config.file, problems));
        ExitCode exit = diagnosis.worstArea().map(DoctorCommand::exit).orElse(ExitCode.OK);
        DiagnosisText text = new DiagnosisText(diagnosis);
        output.out().println(output.json ? text.json(exit) : text.lines());
        return exit.code();
    }

    private static ExitCode exit(Area area) {
        return switch (area) {
            case UNREACHABLE -> ExitCode.UNAVAILABLE;
            case DATA -> ExitCode.DATA;
            case CONFIGURATION -> ExitCode.CONFIGURATION;
        };
    }
}
