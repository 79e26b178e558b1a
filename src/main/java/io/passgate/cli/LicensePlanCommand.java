package io.passgate.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.passgate.admin.AskedTime;
import io.passgate.admin.View;
import io.passgate.admission.LicenseOffice.LicenseStatus;
import io.passgate.admission.LicenseSource;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "plan",
        description = "Says who of the known users would lose or gain access under another license, or at another time."
                + " Changes nothing.")
final class LicensePlanCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Mixin
    private Output output = new Output();

    @Option(names = "--at", paramLabel = "WHEN", description = "a date, or a time such as 2026-11-21T08:00:00Z")
    private Optional<String> at = Optional.empty();

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "a License Enabler File or an offline definition; its signature is checked")
    private Optional<Path> file = Optional.empty();

    @Override
    public Integer call() {
        String path = "/api/v1/license/plan"
                + at.map(when -> "?at=" + AdminClient.encoded(when)).orElse("");
        Optional<ObjectNode> terms = file.map(this::terms);
        AdminClient admin = config.admin();
        PlanText.print(
                output,
                terms.map(granted -> AdminClient.expect(admin.call("POST", path, granted.toString())))
                        .orElseGet(() -> admin.get(path)));
        return ExitCode.OK.code();
    }

    private ObjectNode terms(Path given) {
        LicenseStatus status =
                LicenseFileCommands.accepted(config.licenseFiles(this::moment).check(given));
        if (status.terms().equals(LicenseSource.NO_TERMS)) {
            throw new CliFault(
                    ExitCode.DATA,
                    given + " grants nothing by itself; expected a License Enabler File or an offline definition");
        }
        ObjectNode granted = View.license(status);
        return (granted.has("validTo") ? granted : granted.putNull("validTo"))
                .retain("form", "validFrom", "validTo", "seats", "capacity", "conversion", "may");
    }

    /** When the file is looked at: some of its lines hold on some days only. */
    private Instant moment() {
        try {
            return at.map(AskedTime::of).orElseGet(InstantSource.system()::instant);
        } catch (DateTimeParseException e) {
            throw new CliFault(
                    ExitCode.USAGE, "--at expects a date, or a time such as 2026-11-21T08:00:00Z; found " + at.get());
        }
    }
}
