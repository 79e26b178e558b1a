package io.passgate.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.passgate.issuer.IssuerKey;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "keys",
        description = "The signing keys: changed with an overlap, retired, listed.",
        subcommands = {
            IssuerSigningCommands.Rotate.class,
            IssuerSigningCommands.Retire.class,
            IssuerSigningCommands.Lists.class
        })
final class IssuerSigningCommands {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Command(
            name = "rotate",
            description = "Makes the next signing key and endorses it with the one that signs now; sites follow by"
                    + " themselves.")
    static final class Rotate implements Callable<Integer> {
        @Mixin
        private IssuerOption issuer = new IssuerOption();

        @Mixin
        private Output output = new Output();

        @Option(
                names = "--overlap",
                paramLabel = "TIME",
                defaultValue = "7d",
                description = "until it signs: 12h, 7d (default: ${DEFAULT-VALUE})")
        private String overlap = "7d";

        @Override
        public Integer call() {
            var time = Since.duration(overlap)
                    .orElseThrow(() -> new CliFault(
                            ExitCode.USAGE, "--overlap: expected 30m, 12h or 7d, got \"" + overlap + "\""));
            return issuer.run(opened -> {
                IssuerKey made = opened.rotate(time);
                output.out().println("signing key " + made.kid() + ", signs from " + made.notBefore());
            });
        }
    }

    @Command(
            name = "retire",
            description =
                    "Ends trust in an earlier signing key; license keys that it signed go on. Its file may then be"
                            + " destroyed.")
    static final class Retire implements Callable<Integer> {
        @Mixin
        private IssuerOption issuer = new IssuerOption();

        @Mixin
        private Output output = new Output();

        @Parameters(paramLabel = "KID", description = "its key id, as 'issuer keys list' shows it")
        private String kid = "";

        @Override
        public Integer call() {
            return issuer.run(opened -> {
                opened.retire(kid);
                output.out().println("retired " + kid);
            });
        }
    }

    @Command(name = "list", description = "All signing keys, the first one first.")
    static final class Lists implements Callable<Integer> {
        @Mixin
        private IssuerOption issuer = new IssuerOption();

        @Mixin
        private Output output = new Output();

        @Override
        public Integer call() {
            return issuer.run(opened -> {
                ObjectNode body = JSON.createObjectNode();
                var list = body.putArray("keys");
                opened.signingKeys().forEach(key -> list.add(row(key)));
                output.list(body, "keys", List.of("kid", "notBefore", "retired", "signs"));
            });
        }

        private static ObjectNode row(IssuerKey key) {
            ObjectNode row = JSON.createObjectNode()
                    .put("kid", key.kid())
                    .put("notBefore", key.notBefore().toString())
                    .put("signs", key.signs());
            key.retired().map(Instant::toString).ifPresent(at -> row.put("retired", at));
            return row;
        }
    }

    @Command(name = "signers", description = "Prints the public signer file for sites: license.signers.")
    static final class ShowSigners implements Callable<Integer> {
        @Mixin
        private IssuerOption issuer = new IssuerOption();

        @Mixin
        private OutputFile output = new OutputFile();

        @Override
        public Integer call() {
            return issuer.run(opened -> output.write(opened.signers().pem()));
        }
    }
}
