package io.passgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.passgate.cli.AdminClient.Answer;
import io.passgate.config.Problem;
import io.passgate.config.RulesFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "rules",
        description = "Shows, checks, tries out and applies access rules and login access groups.",
        subcommands = {
            RulesCommand.ListRules.class,
            RulesCommand.Apply.class,
            RulesCommand.Lint.class,
            RulesCommand.Simulate.class
        })
final class RulesCommand {

    private static final String PATH = "/api/v1/rules";
    private static final String FINDINGS = PATH + "/findings";

    @Command(name = "list", description = "Lists the rules and login access groups in force.")
    static final class ListRules implements Callable<Integer> {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Mixin
        private Output output = new Output();

        @Override
        public Integer call() {
            JsonNode rules = config.admin().get(PATH);
            output.list(rules, "rules", List.of("name", "grants", "loginGroup", "when"));
            if (!output.json && !rules.path("loginGroups").isEmpty()) {
                output.out().println();
                output.list(
                        rules, "loginGroups", List.of("name", "tokens", "tokensHeld", "passes", "used", "remaining"));
            }
            return ExitCode.OK.code();
        }
    }

    @Command(
            name = "apply",
            description =
                    "Checks FILE and makes its rules and login access groups those in force, instead of all others.")
    static final class Apply implements Callable<Integer> {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Mixin
        private Output output = new Output();

        @Parameters(paramLabel = "FILE", description = "rules in YAML; see conf/rules.sample.yaml")
        private Path file = Path.of("");

        @Option(names = "--force", description = "even with errors found in the rules")
        private boolean force;

        @Override
        public Integer call() {
            ObjectNode wanted = read(file);
            AdminClient admin = config.admin();
            JsonNode found = AdminClient.expect(admin.call("POST", FINDINGS, wanted.toString()));
            findings(output, found);
            Answer answer = admin.call("PUT", PATH, wanted.put("force", force).toString());
            AdminClient.expect(answer);
            if (!output.json) {
                output.out()
                        .println("applied: " + wanted.path("rules").size() + " rules, "
                                + wanted.path("loginGroups").size() + " login access groups");
            }
            return ExitCode.OK.code();
        }
    }

    @Command(name = "lint", description = "Checks the rules in FILE, or those in force, against the users known.")
    static final class Lint implements Callable<Integer> {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Mixin
        private Output output = new Output();

        @Parameters(arity = "0..1", paramLabel = "FILE", description = "rules in YAML; without it, those in force")
        private Optional<Path> file = Optional.empty();

        @Override
        public Integer call() {
            Optional<ObjectNode> wanted = file.map(RulesCommand::read);
            AdminClient admin = config.admin();
            JsonNode found = wanted.map(rules -> AdminClient.expect(admin.call("POST", FINDINGS, rules.toString())))
                    .orElseGet(() -> admin.get(FINDINGS));
            findings(output, found);
            boolean error = StreamSupport.stream(found.path("findings").spliterator(), false)
                    .anyMatch(finding -> finding.path("level").asText().equals("error"));
            return (error ? ExitCode.DATA : ExitCode.OK).code();
        }
    }

    @Command(
            name = "simulate",
            description = "Says which of the known users would gain, lose or change access under the rules in FILE."
                    + " Changes nothing.")
    static final class Simulate implements Callable<Integer> {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Mixin
        private Output output = new Output();

        @Parameters(paramLabel = "FILE", description = "rules in YAML")
        private Path file = Path.of("");

        @Override
        public Integer call() {
            ObjectNode wanted = read(file);
            PlanText.print(
                    output, AdminClient.expect(config.admin().call("POST", PATH + "/simulation", wanted.toString())));
            return ExitCode.OK.code();
        }
    }

    private static void findings(Output output, JsonNode found) {
        output.list(found, "findings", List.of("level", "rule", "offset", "text"));
    }

    /** The rules of {@code file} as the admin API takes them. */
    private static ObjectNode read(Path file) {
        return RulesFile.read(file).fold(RulesCommand::json, RulesCommand::flawed);
    }

    private static ObjectNode flawed(List<Problem> problems) {
        throw new CliFault(
                ExitCode.DATA, problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    }

    private static ObjectNode json(RulesFile file) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        ArrayNode rules = out.putArray("rules");
        file.rules().forEach(written -> {
            ObjectNode rule = rules.addObject()
                    .put("name", written.rule().name())
                    .put("grants", written.rule().grant().type().key())
                    .put("when", written.when());
            String group = written.rule().grant().loginGroup();
            if (!group.isEmpty()) {
                rule.put("loginGroup", group);
            }
        });
        ArrayNode groups = out.putArray("loginGroups");
        file.loginGroups()
                .forEach((name, tokens) -> groups.addObject().put("name", name).put("tokens", tokens));
        return out;
    }
}
