package io.passgate.doctor;

import static io.passgate.doctor.Patient.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.doctor.Finding.Area;
import io.passgate.doctor.Finding.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a site in good health, of a configuration that is not sound, and of what does not come to an end. */
@Timeout(60)
class DoctorTest {
    @TempDir
    Path directory;

    private Patient patient;

    @BeforeEach
    void prepare() throws Exception {
        patient = new Patient(directory);
    }

    @AfterEach
    void close() {
        patient.close();
    }

    @Test
    void nothingIsWrongWithASiteInGoodHealth() throws Exception {
        Diagnosis diagnosis = patient.examined();

        assertThat(diagnosis.worst()).as(diagnosis.toString()).isEqualTo(Level.OK);
        assertThat(diagnosis.worstArea()).isEmpty();
        assertThat(diagnosis.findings().stream().map(Finding::check))
                .contains(
                        "settings",
                        "name",
                        "connection",
                        "http",
                        "clock",
                        "who-am-I",
                        "key",
                        "trust",
                        "tls",
                        "certificate",
                        "definition",
                        "running",
                        "ledger",
                        "directory",
                        "disk",
                        "rights");
        assertThat(diagnosis.findings().stream()
                        .filter(finding -> finding.check().equals("tls"))
                        .map(Finding::seen))
                .singleElement()
                .asString()
                .contains("accepts TLS 1.3, TLS 1.2; chose TLS 1.3, TLS_AES_");
    }

    @Test
    void everyProblemOfTheConfigurationIsAFaultAndNothingElseIsLookedAt() throws Exception {
        Diagnosis diagnosis = patient.examined(
                settings -> settings.replace("site: ", "sight:").replace("prefix: /", "prefix: sales"));

        assertThat(diagnosis.worstArea()).contains(Area.CONFIGURATION);
        assertThat(diagnosis.count(Level.FAULT)).isEqualTo(2);
        assertThat(diagnosis.count(Level.SKIPPED)).isEqualTo(1);
        assertThat(diagnosis.findings().get(0).seen()).contains("broken.yaml:1");
        assertThat(diagnosis.findings().get(0).wrong()).contains("sight");
    }

    @Test
    void whatDoesNotEndInTimeIsAFaultAndAllThatIsKnownIsToldAllTheSame() {
        Diagnosis diagnosis = new Doctor(
                        List.of(
                                check("hangs", found -> {
                                    found.accept(new Subject("hangs").ok("name", "well"));
                                    hang();
                                }),
                                check("works", found -> found.accept(new Subject("works").ok("all", "well")))),
                        Duration.ofMillis(500))
                .examine();

        assertThat(wrong(diagnosis, "time").subject()).isEqualTo("hangs");
        assertThat(diagnosis.findings()).extracting(Finding::check).containsExactly("name", "time", "all");
    }

    @Test
    void whatEndsInAnErrorOfOurOwnIsAFaultAndHidesNothingElse() {
        Diagnosis diagnosis = new Doctor(
                        List.of(
                                check("stumbles", found -> {
                                    throw new IllegalStateException("planted");
                                }),
                                check("works", found -> found.accept(new Subject("works").ok("all", "well")))),
                        Duration.ofSeconds(20))
                .examine();

        assertThat(wrong(diagnosis, "doctor").seen()).contains("planted");
        assertThat(diagnosis.count(Level.OK)).isEqualTo(1);
    }

    @Test
    void theFaultThatIsToBeMendedFirstDecides() {
        Subject it = new Subject("it");
        Finding far = it.fault(Area.UNREACHABLE, "a", "b", "c", "d");
        Finding data = it.fault(Area.DATA, "a", "b", "c", "d");
        Finding here = it.fault(Area.CONFIGURATION, "a", "b", "c", "d");
        Finding warning = it.warning("a", "b", "c", "d");

        assertThat(new Diagnosis(List.of(far, here, data)).worstArea()).contains(Area.CONFIGURATION);
        assertThat(new Diagnosis(List.of(data, far)).worstArea()).contains(Area.DATA);
        assertThat(new Diagnosis(List.of(far, warning)).worstArea()).contains(Area.UNREACHABLE);
        assertThat(new Diagnosis(List.of(warning, it.skipped("a", "b"))).worstArea())
                .isEmpty();
    }

    private static void hang() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException given) {
            Thread.currentThread().interrupt();
        }
    }

    private static Check check(String name, Consumer<Consumer<Finding>> look) {
        return new Check() {
            @Override
            public Subject subject() {
                return new Subject(name);
            }

            @Override
            public void look(Consumer<Finding> found) {
                look.accept(found);
            }
        };
    }
}
