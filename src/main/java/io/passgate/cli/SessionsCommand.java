package io.passgate.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "sessions",
        description = "Lists and ends open sessions.",
        subcommands = {SessionsCommand.ListSessions.class, SessionsCommand.End.class})
final class SessionsCommand {

    @Command(name = "list", description = "Lists open sessions, longest open first.")
    static final class ListSessions implements Callable<Integer> {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Mixin
        private Output output = new Output();

        @Option(names = "--user", paramLabel = "USER", description = "only those of DIRECTORY\\id")
        private Optional<String> user = Optional.empty();

        @Override
        public Integer call() {
            String query =
                    user.map(name -> "?user=" + AdminClient.encoded(name)).orElse("");
            output.list(
                    config.admin().get("/api/v1/sessions" + query),
                    "sessions",
                    List.of("id", "user", "type", "virtualProxy", "opened", "lastSeen", "address"));
            return ExitCode.OK.code();
        }
    }

    @Command(
            name = "end",
            description = "Ends sessions: their requests and sockets stop within a second."
                    + " At the maximum of parallel sessions the slot stays taken for the hold time.")
    static final class End implements Callable<Integer> {
        @Mixin
        private ConfigOption config = new ConfigOption();

        @Mixin
        private Output output = new Output();

        @Parameters(paramLabel = "SESSION", arity = "1..*", description = "a session's id")
        private List<String> ids = List.of();

        @Override
        public Integer call() {
            AdminClient admin = config.admin();
            for (String id : ids) {
                AdminClient.expect(admin.call("DELETE", "/api/v1/sessions/" + AdminClient.encoded(id), ""));
            }
            output.out().println(ids.size() == 1 ? "ended" : "ended " + ids.size());
            return ExitCode.OK.code();
        }
    }
}
