package io.passgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import io.passgate.admin.AdminSettings;
import io.passgate.alerts.AlertEvent;
import io.passgate.alerts.AlertSettings;
import io.passgate.alerts.AlertSettings.WebhookSettings;
import io.passgate.authn.AskHub;
import io.passgate.authn.CredentialNames;
import io.passgate.authn.DirectorySource;
import io.passgate.authn.NobodySigns;
import io.passgate.authn.TrustedHeader;
import io.passgate.authn.UserPointers;
import io.passgate.backend.BackendSettings;
import io.passgate.backend.LicenseForm;
import io.passgate.backend.LicenseSettings;
import io.passgate.decision.AtLimit;
import io.passgate.decision.Policy;
import io.passgate.decision.Policy.Enforcement;
import io.passgate.front.FrontLimits;
import io.passgate.front.ListenerSettings;
import io.passgate.gatekeeper.LogoutRule;
import io.passgate.gatekeeper.PathPattern;
import io.passgate.gatekeeper.VirtualProxySettings;
import io.passgate.hub.HubSettings;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.Quarantine;
import io.passgate.license.ReleaseRule;
import io.passgate.page.SiteSettings;
import io.passgate.store.StoreSettings;
import io.passgate.telemetry.AuditSettings;
import io.passgate.wire.HeadLimits;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the keys of the settings file become, with and without them (the idle time: domain.md §2). */
class SettingsReaderTest {

    private static final Path THERE = Fixtures.file("files/there.pem");

    private final Settings full = Fixtures.settings("full.yaml");
    private final Settings minimal = Fixtures.settings("minimal.yaml");

    @Test
    void whatIsNotWrittenHasItsDefault() {
        assertThat(minimal.site()).isEqualTo(new SiteSettings("the hub", Optional.empty()));
        assertThat(minimal.data()).isEqualTo(Path.of("data"));
        assertThat(minimal.listen()).containsExactly(ListenerSettings.clear(Fixtures.address("127.0.0.1", 0)));
        assertThat(minimal.trustedProxies().contains("127.0.0.1")).isFalse();
        assertThat(minimal.policy()).isEqualTo(Policy.DEFAULT);
        assertThat(minimal.quarantine()).isEqualTo(Quarantine.BY_FAMILY);
        assertThat(minimal.release()).isEmpty();
        assertThat(minimal.anonymousOpenings()).isEqualTo(60);
        assertThat(minimal.store())
                .isEqualTo(new StoreSettings("sqlite:data/passgate.db", StoreSettings.Synchronous.FULL));
        assertThat(minimal.admin()).isEqualTo(new AdminSettings(Fixtures.address("127.0.0.1", 9090)));
        assertThat(minimal.audit()).isEqualTo(new AuditSettings(Path.of("log"), false));
        assertThat(minimal.limits()).isEqualTo(FrontLimits.DEFAULT);
        assertThat(minimal.license())
                .isEqualTo(new LicenseSettings(new LicenseForm.EnablerFile(THERE, Optional.empty()), Optional.empty()));
    }

    @Test
    void aVirtualProxyHasItsDefaults() {
        VirtualProxy only = minimal.virtualProxies().get(0);

        assertThat(only.front())
                .isEqualTo(new VirtualProxySettings(
                        "/",
                        VirtualProxySettings.NobodyRule.TO_HUB,
                        List.of(),
                        List.of(new PathPattern("/*")),
                        List.of(),
                        VirtualProxySettings.RefusalStyle.HTTP,
                        Duration.ofMinutes(30),
                        false,
                        List.of(),
                        false));
        assertThat(only.hub()).isEqualTo(HubSettings.of(List.of(URI.create("http://127.0.0.1:8080"))));
        assertThat(only.identity().chain())
                .containsExactly(new AskHub(
                        "/me",
                        new UserPointers(JsonPointer.compile("/id"), new DirectorySource.Fixed("DEMO"), Map.of()),
                        new NobodySigns(List.of(401), List.of(), List.of()),
                        Map.of(),
                        new CredentialNames(List.of("sid"), List.of(), List.of(), List.of())));
    }

    @Test
    void everythingThatIsWrittenIsRead() {
        assertThat(full.site()).isEqualTo(new SiteSettings("Sales Portal", Optional.of("+49 30 1234")));
        assertThat(full.data()).isEqualTo(Path.of("/var/lib/passgate"));
        assertThat(full.listen())
                .containsExactly(
                        ListenerSettings.tls(Fixtures.address("::1", 8443), THERE, THERE),
                        ListenerSettings.redirect(Fixtures.address("localhost", 8080), 8443));
        assertThat(full.trustedProxies().contains("10.1.2.3")).isTrue();
        assertThat(full.trustedProxies().contains("192.168.1.8")).isFalse();
        assertThat(full.policy())
                .isEqualTo(new Policy(
                        3,
                        Duration.ofMinutes(10),
                        AtLimit.END_LONGEST_IDLE,
                        Set.of(new User("CORP", "monitoring")),
                        Enforcement.SHADOW,
                        Enforcement.OFF,
                        Optional.empty()));
        assertThat(full.quarantine()).isEqualTo(Quarantine.ALWAYS);
        assertThat(full.release())
                .contains(new ReleaseRule(
                        Duration.ofDays(90), Set.of(new User("CORP", "boss")), Set.of(AccessType.ANALYZER)));
        assertThat(full.anonymousOpenings()).isEqualTo(5);
        assertThat(full.store())
                .isEqualTo(new StoreSettings("sqlite:/var/lib/passgate/ledger.db", StoreSettings.Synchronous.NORMAL));
        assertThat(full.admin()).isEqualTo(new AdminSettings(Fixtures.address("127.0.0.1", 9191)));
        assertThat(full.audit()).isEqualTo(new AuditSettings(Path.of("/var/log/passgate"), true));
    }

    @Test
    void webhooksAreReadAndToldOfEverythingUnlessWritten() {
        Path secret = Fixtures.file("files/webhook.secret");

        assertThat(minimal.alerts()).isEqualTo(AlertSettings.NONE);
        assertThat(full.alerts())
                .isEqualTo(new AlertSettings(
                        Duration.ofHours(6),
                        List.of(
                                new WebhookSettings(
                                        URI.create("https://alerts.example.com/hooks/T0?key=1"),
                                        secret,
                                        Set.of(AlertEvent.STALE, AlertEvent.DENIAL_SPIKE),
                                        Optional.of(THERE)),
                                new WebhookSettings(
                                        URI.create("http://127.0.0.1:9093/hook"),
                                        secret,
                                        Set.of(AlertEvent.values()),
                                        Optional.empty()))));
    }

    @Test
    void theLicenseIsRead() {
        BackendSettings backend = new BackendSettings(
                URI.create("https://license.example.com/v1"),
                Optional.of(THERE),
                Optional.of(URI.create("http://proxy.example.com:3128")));

        assertThat(full.license())
                .isEqualTo(new LicenseSettings(new LicenseForm.SignedKey(THERE, backend), Optional.of(THERE)));
    }

    @Test
    void limitsAreReadAndHeadsOfTheHubHaveThoseOfRequests() {
        HeadLimits heads = new HeadLimits(8192, 32_768, 64);

        assertThat(full.limits())
                .isEqualTo(new FrontLimits(
                        heads,
                        1000,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(15),
                        Duration.ofMinutes(1),
                        Duration.ofHours(1),
                        Duration.ofSeconds(30),
                        1024));
        assertThat(full.virtualProxies().get(0).hub().limits()).isEqualTo(heads);
    }

    @Test
    void aVirtualProxyIsRead() {
        VirtualProxy sales = full.virtualProxies().get(0);

        assertThat(sales.front())
                .isEqualTo(new VirtualProxySettings(
                        "/sales",
                        VirtualProxySettings.NobodyRule.UNAUTHORIZED,
                        List.of(new PathPattern("/login/*"), new PathPattern("/resources/*")),
                        List.of(new PathPattern("/app/*")),
                        List.of(new LogoutRule("DELETE", new PathPattern("/qps/user"), List.of(200, 204))),
                        VirtualProxySettings.RefusalStyle.QLIK,
                        Duration.ofMinutes(45),
                        true,
                        List.of("https://portal.example.com", "http://localhost:3000"),
                        true));
        assertThat(sales.hub())
                .isEqualTo(new HubSettings(
                        List.of(URI.create("https://hub1.internal:443"), URI.create("http://hub2.internal/")),
                        Optional.of(THERE),
                        HubSettings.HostRule.HUB,
                        Duration.ofMillis(250),
                        Duration.ofHours(1),
                        8,
                        Duration.ofSeconds(10),
                        new HeadLimits(8192, 32_768, 64)));
    }

    @Test
    void theIdentityChainIsReadInItsOrder() {
        var chain = full.virtualProxies().get(0).identity().chain();

        assertThat(chain).hasSize(2);
        assertThat(chain.get(0)).isInstanceOfSatisfying(TrustedHeader.class, header -> {
            assertThat(header.name()).isEqualTo("X-Remote-User");
            assertThat(header.directory()).isEqualTo("CORP");
            assertThat(header.from().contains("127.0.0.1")).isTrue();
            assertThat(header.from().contains("127.0.0.2")).isFalse();
        });
        assertThat(chain.get(1))
                .isEqualTo(new AskHub(
                        "/qps/user?x=1",
                        new UserPointers(
                                JsonPointer.compile("/user/id"),
                                new DirectorySource.InAnswer(JsonPointer.compile("/user/directory")),
                                Map.of(
                                        "groups",
                                        JsonPointer.compile("/groups"),
                                        "e-mail",
                                        JsonPointer.compile("/mail"))),
                        new NobodySigns(
                                List.of(401, 403),
                                List.of(JsonPointer.compile("/user/id")),
                                List.of(new NobodySigns.Equal(JsonPointer.compile("/session"), "inactive"))),
                        Map.of("X-Qlik-Xrfkey", "abcdefghijklmnop"),
                        new CredentialNames(
                                List.of("X-Qlik-Session", "X-Qlik-Session-sales"),
                                List.of("Authorization"),
                                List.of("token"),
                                List.of("qlikTicket"))));
    }

    @Test
    void aFileThatIsNotThereIsAProblem() {
        assertThat(Fixtures.problems(Path.of("conf/nowhere.yaml"), Map.of()))
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .startsWith("conf/nowhere.yaml:1:1: there is no such file in the working directory /"));
    }
}
