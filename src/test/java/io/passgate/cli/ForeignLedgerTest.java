package io.passgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.app.Gate;
import io.passgate.app.TestSite;
import io.passgate.config.Settings;
import io.passgate.config.SettingsReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A gate goes on with no ledger that another site made, unless a person says so (decision 37). */
@Timeout(120)
class ForeignLedgerTest {
    private static final String PROXY =
            """
            - prefix: /
              hub: { urls: ["http://127.0.0.1:9"] }
              identity: [ { trustedHeader: { name: X-Remote-User, directory: CORP, from: [127.0.0.1/32] } } ]
            """;

    @TempDir
    private Path directory;

    @Test
    void aCopiedLedgerEndsRunWith65AndPlainWordsAndIsTakenOverOnlyWhenAPersonSaysSo() throws Exception {
        try (TestSite site = new TestSite(directory, InstantSource.system())) {
            Path file = site.settings(PROXY);
            Settings settings = SettingsReader.read(file, Map.of()).fold(sound -> sound, problems -> {
                throw new IllegalArgumentException(problems.toString());
            });
            started(settings, false).close();
            Files.write(settings.data().resolve("site.key"), new byte[32]);
            StringWriter said = new StringWriter();
            CommandLine line = Main.commandLine().setErr(new PrintWriter(said, true));

            assertThat(line.execute("run", "--config", file.toString())).isEqualTo(65);

            assertThat(said.toString())
                    .startsWith("cannot start: the ledger ")
                    .contains("belongs to another site: it was made by the test hub on ")
                    .contains("passgate run --adopt-ledger")
                    .doesNotContain("\tat ");
            started(settings, true).close();
            started(settings, false).close();
        }
    }

    private static Gate started(Settings settings, boolean adopts) throws Exception {
        Gate gate = new Gate(settings, InstantSource.system());
        if (adopts) {
            gate.adoptLedger();
        }
        gate.start();
        return gate;
    }
}
