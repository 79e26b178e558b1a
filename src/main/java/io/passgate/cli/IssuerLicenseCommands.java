package io.passgate.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.passgate.contract.Allotment;
import io.passgate.contract.Definition;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "license",
        description = "What is licensed: added, changed, put on the deny list, listed.",
        subcommands = {
            IssuerLicenseCommands.Add.class,
            IssuerLicenseCommands.Change.class,
            IssuerLicenseCommands.Deny.class,
            IssuerLicenseCommands.Lists.class
        })
final class IssuerLicenseCommands {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Command(name = "add", description = "Holds a new license by a definition file (YAML or JSON).")
    static final class Add implements Callable<Integer> {
        @Mixin
        private IssuerOption issuer = new IssuerOption();

        @Mixin
        private Output output = new Output();

        @Parameters(index = "0", paramLabel = "NUMBER", description = "its license number, 16 digits")
        private String number = "";

        @Parameters(index = "1", paramLabel = "FILE", description = "what it grants")
        private Path file = Path.of("");

        @Override
        public Integer call() {
            Definition definition = DefinitionFile.read(file);
            return issuer.run(opened -> {
                if (opened.licenses().containsKey(number)) {
                    throw new IllegalArgumentException(
                            "there is a license " + number + " already; 'issuer license change' changes it");
                }
                told(output, number, opened.define(number, definition));
            });
        }
    }

    @Command(
            name = "change",
            description = "Changes a license to what a definition file says; sites see it at their next verification.")
    static final class Change implements Callable<Integer> {
        @Mixin
        private IssuerOption issuer = new IssuerOption();

        @Mixin
        private Output output = new Output();

        @Parameters(index = "0", paramLabel = "NUMBER", description = "its license number")
        private String number = "";

        @Parameters(index = "1", paramLabel = "FILE", description = "what it grants from now on")
        private Path file = Path.of("");

        @Override
        public Integer call() {
            Definition definition = DefinitionFile.read(file);
            return issuer.run(opened -> told(output, number, opened.change(number, before -> definition)));
        }
    }

    @Command(name = "deny", description = "Puts a license on the deny list: its sites refuse everybody.")
    static final class Deny implements Callable<Integer> {
        @Mixin
        private IssuerOption issuer = new IssuerOption();

        @Mixin
        private Output output = new Output();

        @Parameters(index = "0", paramLabel = "NUMBER", description = "its license number")
        private String number = "";

        @Option(names = "--off", description = "takes it off the deny list")
        private boolean lifted;

        @Override
        public Integer call() {
            return issuer.run(
                    opened -> told(output, number, opened.change(number, before -> before.withDenyListed(!lifted))));
        }
    }

    @Command(name = "list", description = "All licenses.")
    static final class Lists implements Callable<Integer> {
        @Mixin
        private IssuerOption issuer = new IssuerOption();

        @Mixin
        private Output output = new Output();

        @Override
        public Integer call() {
            return issuer.run(opened -> {
                ObjectNode body = JSON.createObjectNode();
                var list = body.putArray("licenses");
                opened.licenses().forEach((number, definition) -> list.add(row(number, definition)));
                output.list(
                        body,
                        "licenses",
                        List.of("license", "seq", "validFrom", "validTo", "denyListed", "grants", "tokens"));
            });
        }
    }

    private static void told(Output output, String number, Definition definition) {
        if (output.json) {
            output.out().println(row(number, definition).toPrettyString());
        } else {
            output.out().println("license " + number + ", definition " + definition.seq());
            definition.notCarriedOut().forEach(note -> output.out().println("note: " + note));
        }
    }

    private static ObjectNode row(String number, Definition definition) {
        return JSON.createObjectNode()
                .put("license", number)
                .put("seq", definition.seq())
                .put("validFrom", definition.validFrom().toString())
                .put("validTo", definition.validTo().map(Instant::toString).orElse(null))
                .put("denyListed", definition.denyListed())
                .put("grants", grants(definition.allotments()))
                .put("tokens", definition.tokens());
    }

    private static String grants(List<Allotment> allotments) {
        return allotments.stream()
                .map(allotment -> allotment.name() + " " + allotment.units())
                .collect(Collectors.joining(", "));
    }
}
