package io.passgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.passgate.admission.LicenseOffice.Form;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "license",
        description = "Shows, verifies, asks for and imports the license.",
        subcommands = {
            LicenseCommand.Status.class,
            LicenseCommand.Sync.class,
            LicensePlanCommand.class,
            LicenseFileCommands.Verify.class,
            LicenseFileCommands.Request.class,
            LicenseFileCommands.Import.class
        })
final class LicenseCommand {

    @Command(name = "status", description = "Shows the license's standing, terms and last verification.")
    static final class Status implements Callable<Integer> {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Mixin
        private Output output = new Output();

        @Override
        public Integer call() {
            return print(output, config.admin().get("/api/v1/license"));
        }
    }

    @Command(
            name = "sync",
            description = "Asks the license backend now, or reads the license file anew, then shows the status.")
    static final class Sync implements Callable<Integer> {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Mixin
        private Output output = new Output();

        @Override
        public Integer call() {
            return print(output, config.admin().post("/api/v1/license/verify"));
        }
    }

    static int print(Output output, JsonNode status) {
        PrintWriter out = output.out();
        if (output.json) {
            out.println(status.toPrettyString());
        } else {
            out.println("license       " + or(status, "license", "none") + "  " + or(status, "product", ""));
            out.println("form          " + or(status, "form", "-"));
            out.println("standing      " + or(status, "standing", "") + ": " + or(status, "detail", ""));
            out.println("verified      " + or(status, "verified", never(status)));
            out.println("good until    " + or(status, "goodUntil", "-"));
            out.println("next attempt  " + or(status, "nextVerification", "-"));
            out.println("last error    " + or(status, "lastError", "-"));
            synced(out, status.path("assignments"));
            status.path("seats")
                    .properties()
                    .forEach(seat -> out.println("seats         " + seat.getKey() + " " + seat.getValue()));
            status.path("pools")
                    .forEach(pool -> out.println("allocated     "
                            + pool.path("type").asText() + " " + pool.path("allocated") + " of " + pool.path("total")));
            status.path("loginGroups")
                    .forEach(group -> out.println(
                            "login group   " + group.path("name").asText() + ", tokens " + group.path("tokens")
                                    + ", passes " + group.path("used") + " of " + group.path("passes")));
            JsonNode capacity = status.path("capacity");
            if (!capacity.isMissingNode()) {
                out.println("capacity      " + capacity.path("minutes") + " minutes a month, used "
                        + or(capacity, "used", "-") + ", left " + or(capacity, "left", "-") + ", whole again "
                        + or(capacity, "resets", "-"));
            }
            if (status.has("conversion")) {
                out.println("conversion    " + status.path("conversion").asText() + ": tokens end");
            }
            out.println("may           " + status.path("may"));
            status.path("notes").forEach(note -> out.println("note          " + note.asText()));
        }
        return (status.path("admits").asBoolean() ? ExitCode.OK : ExitCode.DATA).code();
    }

    private static void synced(PrintWriter out, JsonNode assignments) {
        if (assignments.isMissingNode()) {
            return;
        }
        out.println("assignments   synced " + or(assignments, "synced", "never") + ", still to be told "
                + assignments.path("pending") + ", next " + or(assignments, "nextSync", "-"));
        if (!assignments.path("lastError").asText().isEmpty()) {
            out.println("              " + assignments.path("lastError").asText());
        }
    }

    private static String never(JsonNode status) {
        return status.path("form").asText().equals(Form.SIGNED_KEY.words()) ? "never" : "by nobody: it starts and ends";
    }

    private static String or(JsonNode status, String name, String otherwise) {
        String text = status.path(name).asText();
        return text.isEmpty() ? otherwise : text;
    }
}
