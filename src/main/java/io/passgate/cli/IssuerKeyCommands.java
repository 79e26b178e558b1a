package io.passgate.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.passgate.issuer.IssuedKey;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "key",
        description = "Signed license keys, which sites show: issued, revoked, listed.",
        subcommands = {IssuerKeyCommands.Issue.class, IssuerKeyCommands.Revoke.class, IssuerKeyCommands.Lists.class})
final class IssuerKeyCommands {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Command(
            name = "issue",
            description = "Issues a key for a license: what a site puts into license.keyFile. It is shown once.")
    static final class Issue implements Callable<Integer> {
        @Mixin
        private IssuerOption issuer = new IssuerOption();

        @Mixin
        private OutputFile output = new OutputFile();

        @Parameters(paramLabel = "NUMBER", description = "the license number")
        private String number = "";

        @Override
        public Integer call() {
            return issuer.run(opened -> {
                opened.definition(number);
                output.write(opened.issueKey(number).compact());
            });
        }
    }

    @Command(name = "revoke", description = "Revokes a key; other keys of its license are not touched.")
    static final class Revoke implements Callable<Integer> {
        @Mixin
        private IssuerOption issuer = new IssuerOption();

        @Mixin
        private Output output = new Output();

        @Parameters(paramLabel = "ID", description = "of the key, as 'issuer key list' shows it")
        private String id = "";

        @Override
        public Integer call() {
            return issuer.run(opened -> {
                opened.revoke(id);
                output.out().println("revoked " + id);
            });
        }
    }

    @Command(name = "list", description = "All keys that were issued.")
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
                opened.keys().forEach(key -> list.add(row(key)));
                output.list(body, "keys", List.of("id", "license", "issued", "revoked"));
            });
        }

        private static ObjectNode row(IssuedKey key) {
            ObjectNode row = JSON.createObjectNode()
                    .put("id", key.id())
                    .put("license", key.license())
                    .put("issued", key.issued().toString());
            key.revoked().map(Instant::toString).ifPresent(at -> row.put("revoked", at));
            return row;
        }
    }
}
