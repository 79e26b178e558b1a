package io.passgate.backend;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.passgate.backend.PlayedBackend.DEFINITION;
import static io.passgate.backend.PlayedBackend.right;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.passgate.contract.Purpose;
import io.passgate.contract.Signers;
import io.passgate.contract.SigningKey;
import io.passgate.license.Standing.State;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The license as the gate builds it: from settings, on its own thread, with the signers of the build. */
@Timeout(60)
class SiteLicenseTest {
    private static PlayedBackend backend;

    @TempDir
    static Path shared;

    @TempDir
    Path directory;

    private Site site;

    @BeforeAll
    static void play() throws Exception {
        backend = new PlayedBackend(shared);
    }

    @AfterAll
    static void stop() {
        backend.close();
    }

    @BeforeEach
    void begin() throws Exception {
        site = new Site(directory, backend);
    }

    @AfterEach
    void end() {
        site.close();
    }

    private SiteLicense of(LicenseForm form) {
        return SiteLicense.of(
                Optional.of(new LicenseSettings(form, Optional.of(directory.resolve("signers.pem")))), around());
    }

    private SiteLicense.Surroundings around() {
        return new SiteLicense.Surroundings(
                site.data, site.clock, new SecureRandom(), site.changes::add, site.sharing, site.seal);
    }

    private LicenseForm signedKey() {
        return new LicenseForm.SignedKey(
                directory.resolve("license.key"),
                new BackendSettings(backend.url(), Optional.of(directory.resolve("ca.pem")), Optional.empty()));
    }

    @Test
    void startedItAsksByItselfAndTells() throws Exception {
        backend.playsRight(site.clock, DEFINITION);
        try (SiteLicense license = of(signedKey())) {
            assertThat(license.current(site.clock.instant()).standing().state()).isEqualTo(State.MISSING);

            var status = license.start().toCompletableFuture().get(30, TimeUnit.SECONDS);

            assertThat(status.standing().state()).isEqualTo(State.VALID);
            assertThat(site.changes).hasSize(1);
            assertThat(site.changes.get(0).after().terms().license()).isEqualTo(PlayedBackend.LICENSE);
        }
    }

    @Test
    void oneRequestAtATimeHoweverManyAsk() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        backend.plays(asked -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            String answer = right(asked, site.clock, DEFINITION).write(backend.vendor);
            running.decrementAndGet();
            return aResponse().withBody(answer).withFixedDelay(50);
        });
        try (SiteLicense license = of(signedKey())) {
            license.start();
            // Threads of their own: the JDK's client hands its answer over in the common pool, which has a single
            // thread on
            // two processors, and since JDK 25 waiting in that one would keep the answer from coming.
            Executor threads = work -> new Thread(work).start();
            List<CompletableFuture<State>> all = java.util.stream.IntStream.range(0, 6)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> license.verify().standing().state(), threads))
                    .toList();
            for (CompletableFuture<State> one : all) {
                assertThat(one.get(30, TimeUnit.SECONDS)).isEqualTo(State.VALID);
            }
        }
        assertThat(most).hasValue(1);
    }

    @Test
    void closingDoesNotWaitForABackendThatDoesNotAnswer() throws Exception {
        CompletableFuture<Void> arrived = new CompletableFuture<>();
        backend.plays(asked -> {
            arrived.complete(null);
            return aResponse().withFixedDelay(25_000);
        });
        SiteLicense license = of(signedKey());
        license.start();
        arrived.get(30, TimeUnit.SECONDS);

        CompletableFuture.runAsync(license::close).get(5, TimeUnit.SECONDS);
    }

    @Test
    void withoutALicenseAndWithFilesThatAreNotThereItIsMissingAndSaysWhy() throws Exception {
        Path absent = directory.resolve("absent");
        try (SiteLicense none = SiteLicense.of(Optional.empty(), around());
                SiteLicense lef = of(new LicenseForm.EnablerFile(absent, Optional.empty()));
                SiteLicense offline = of(new LicenseForm.OfflineDefinition(absent))) {
            assertThat(none.start().toCompletableFuture().get().standing().detail())
                    .startsWith("no license is configured");
            assertThat(lef.verify().standing().detail()).contains("the License Enabler File is missing");
            assertThat(offline.verify().standing().detail()).contains("the offline definition is missing");
            assertThat(List.of(none, lef, offline))
                    .allMatch(l -> l.current(Site.BEGIN).standing().state() == State.MISSING);
        }
    }

    @Test
    void withSignersBuiltInTheConfigurationMayOnlyNarrowThem() throws Exception {
        SecureRandom random = new SecureRandom();
        SigningKey one = SigningKey.make("one", random);
        SigningKey two = SigningKey.make("two", random);
        EnumSet<Purpose> all = EnumSet.allOf(Purpose.class);
        Optional<String> builtIn =
                Optional.of(Signers.of(one.signer(all), two.signer(all)).pem());
        Path file = directory.resolve("chosen.pem");
        SiteSigners narrowed = new SiteSigners(builtIn, Optional.of(file));

        assertThat(new SiteSigners(builtIn, Optional.empty()).read()).hasToString("one, two");
        Files.writeString(file, one.signer(all).pem());
        assertThat(narrowed.read()).hasToString("one");
        assertThat(narrowed.notes()).as("not self-issued").isEmpty();

        Files.writeString(file, backend.signers().pem());
        assertThatThrownBy(narrowed::read)
                .hasMessage("license.signers may only narrow the signers of this build, which do not hold [vendor]");
        assertThatThrownBy(new SiteSigners(Optional.empty(), Optional.empty())::read)
                .hasMessageContaining("license.signers must name some");
    }

    @Test
    void readingTheLicenseManyTimesFromManyThreadsIsCheapAndTheSame() throws Exception {
        backend.playsRight(site.clock, DEFINITION);
        SignedKeyLicense license = site.open(backend.url(), Duration.ofSeconds(20));
        license.load();
        license.verify();

        var first = license.current(site.clock.instant());
        for (int i = 0; i < 1_000; i++) {
            site.clock.move(Duration.ofMillis(10));
            assertThat(license.current(site.clock.instant()))
                    .as("no new object")
                    .isSameAs(first);
        }
    }

    @Test
    void aForwardProxyIsUsedWhenConfigured() throws Exception {
        try (var proxy = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> line = CompletableFuture.supplyAsync(() -> firstLine(proxy));
            LicenseForm through = new LicenseForm.SignedKey(
                    directory.resolve("license.key"),
                    new BackendSettings(
                            URI.create("https://license.invalid"),
                            Optional.of(directory.resolve("ca.pem")),
                            Optional.of(new ForwardProxy(
                                    URI.create("http://127.0.0.1:" + proxy.getLocalPort()), Optional.empty()))));
            try (SiteLicense license = of(through)) {
                license.start();
                assertThat(line.get(30, TimeUnit.SECONDS)).isEqualTo("CONNECT license.invalid:443 HTTP/1.1");
            }
        }
    }

    private static String firstLine(java.net.ServerSocket proxy) {
        try (var socket = proxy.accept()) {
            return new java.io.BufferedReader(new java.io.InputStreamReader(
                            socket.getInputStream(), java.nio.charset.StandardCharsets.US_ASCII))
                    .readLine();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
