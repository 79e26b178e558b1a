package io.passgate.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The numbers of the migrations agree with each other. */
class MigrationsTest {

    @Test
    void migrationsAreNumberedWithoutGapAndEachSaysItsNumber() throws IOException {
        assertThat(Migrations.FILES).hasSize(LedgerFile.SCHEMA);
        for (int number = 1; number <= LedgerFile.SCHEMA; number++) {
            String name = Migrations.FILES.get(number - 1);
            assertThat(name).startsWith("V" + number + "__").endsWith(".sql");
            try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/db/sqlite/" + name))) {
                assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .as("or every start would migrate again")
                        .contains("PRAGMA user_version = " + number + ";");
            }
        }
    }
}
