package io.passgate.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.property.Chance;
import io.passgate.property.Property;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The invariants of design.md §3 on a simulated site. {@code -Dpassgate.seed=} repeats one site, {@code -Dpassgate.simulation=PT10M}
 * lets more of them live for that long.
 */
class SiteSimulationTest {

    private static final int STEPS = 500;

    @TempDir
    private Path directory;

    @Test
    void siteKeepsItsInvariantsThroughCrashesRacesAndChanges() {
        live(Duration.parse(System.getProperty("passgate.simulation", "PT12S")));
    }

    @Test
    @Tag("long")
    void sitesKeepTheirInvariantsForAMinute() {
        live(Duration.ofMinutes(1));
    }

    /** So that what a seed has found can be looked at. */
    @Test
    void sameSeedLivesTheSameLife() {
        Property.forAll(1, chance -> {
            long seed = chance.between(0, Integer.MAX_VALUE - 1);
            assertThat(life(new Chance(seed), STEPS / 2)).isEqualTo(life(new Chance(seed), STEPS / 2));
        });
    }

    private String life(Chance chance, int steps) {
        try (SiteSimulation site = new SiteSimulation(
                chance, Files.createTempDirectory(directory, "site").resolve("data"))) {
            site.run(steps);
            return site.life();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void live(Duration time) {
        long start = System.nanoTime();
        do {
            Property.forAll(1, chance -> assertThat(life(chance, STEPS)).isNotEmpty());
        } while (System.nanoTime() - start < time.toNanos()
                && System.getProperty(Property.SEED, "").isEmpty());
    }
}
