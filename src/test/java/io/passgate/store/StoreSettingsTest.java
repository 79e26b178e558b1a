package io.passgate.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the ledger can be. */
class StoreSettingsTest {

    @Test
    void theUrlNamesTheFile() {
        assertThat(new StoreSettings("sqlite:data/passgate.db", StoreSettings.Synchronous.FULL).file())
                .isEqualTo(Path.of("data/passgate.db"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "sqlite:", "data/passgate.db", "jdbc:sqlite:a", "sqlite:a?mode=memory", "postgresql://a"})
    void nothingElseIsAStore(String url) {
        assertThat(StoreSettings.isStoreUrl(url)).isFalse();
    }
}
