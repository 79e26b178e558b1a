package io.passgate.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.passgate.contract.Assignment;
import io.passgate.issuer.KnownSite;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "assignments", description = "Who holds what under a license, as its sites have told.")
final class IssuerAssignmentsCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private IssuerOption issuer = new IssuerOption();

    @Mixin
    private Output output = new Output();

    @Parameters(paramLabel = "NUMBER", description = "the license number")
    private String number = "";

    @Option(names = "--sites", description = "instead: the sites, when they synced last, and what they loosen")
    private boolean sites;

    @Override
    public Integer call() {
        return issuer.run(opened -> {
            opened.definition(number);
            ObjectNode body = JSON.createObjectNode();
            if (sites) {
                var list = body.putArray("sites");
                opened.sites(number).forEach(site -> list.add(row(site)));
                output.list(body, "sites", List.of("site", "acknowledged", "seen", "loosened"));
            } else {
                var list = body.putArray("assignments");
                opened.assignments(number).forEach(assignment -> list.add(row(assignment)));
                output.list(body, "assignments", List.of("user", "type", "state", "until", "at", "site"));
            }
        });
    }

    private static ObjectNode row(Assignment assignment) {
        ObjectNode row = JSON.createObjectNode()
                .put("user", assignment.user().written())
                .put("type", assignment.type().key())
                .put("state", assignment.state().word());
        assignment.until().map(Instant::toString).ifPresent(end -> row.put("until", end));
        return row.put("at", assignment.at().toString())
                .put("site", assignment.site().text());
    }

    private static ObjectNode row(KnownSite site) {
        ObjectNode row = JSON.createObjectNode()
                .put("site", site.site())
                .put("acknowledged", site.acknowledged())
                .put("seen", site.seen().toString());
        var list = row.putArray("loosened");
        site.loosened().forEach(list::add);
        return row;
    }
}
