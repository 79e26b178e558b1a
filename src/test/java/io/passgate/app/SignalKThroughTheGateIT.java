package io.passgate.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import io.passgate.admission.Records.AllocationOutcome;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.testing.AdminClient;
import io.passgate.testing.Browser;
import io.passgate.testing.SignalK;
import io.passgate.testing.SignalK.Level;
import io.passgate.testing.SignalK.Person;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a person meets in a real browser, with the gate in front of a hub that nobody here wrote. */
@Tag("long")
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignalKThroughTheGateIT {
    private static final String NO_PASS = "You cannot access the test hub because you have no access pass";
    private static final String TOO_MANY = "Too many sessions active in parallel";
    private static final double PATIENCE = 20_000;

    private final List<BrowserContext> contexts = new ArrayList<>();
    private SignalK hub;
    private Browser browser;
    private TestSite site;
    private Gate gate;
    private AdminClient admin;
    private String root = "";

    @BeforeAll
    void startHub() throws Exception {
        hub = SignalK.start(List.of(
                new Person("skipper", "aye", Level.ADMIN),
                new Person("mate", "yes", Level.READWRITE),
                new Person("guest", "hm", Level.READONLY)));
        browser = Browser.start();
    }

    @BeforeEach
    void startGate(@TempDir Path directory) throws Exception {
        site = new TestSite(directory, InstantSource.system());
        gate = site.gate("- { prefix: /, preset: signal-k, hub: { urls: [\"http://127.0.0.1:" + hub.port() + "\"] } }");
        admin = site.admin(gate.adminPort());
        root = "https://localhost:" + gate.port();
    }

    @AfterEach
    void closeGate() {
        contexts.forEach(BrowserContext::close);
        contexts.clear();
        gate.close();
        site.close();
    }

    @AfterAll
    void close() {
        browser.close();
        hub.close();
    }

    @Test
    void aPersonSignsInSeesLiveDataAndSignsOut() {
        allocate("skipper");
        Page page = enter("skipper", "aye");

        assertThat(admin.sessionIds("SIGNALK\\skipper")).hasSize(1);
        Browser.picture(page, "signal-k-through-the-gate");

        page.locator("header").getByText("Logout").first().click();
        assertThat(page.locator("input[name=username]")).isVisible();
        assertThat(admin.sessionIds("SIGNALK\\skipper")).isEmpty();
    }

    @Test
    void whoHoldsNoPassIsToldSoAndLetInByAnAllocation() {
        Page page = signIn("guest", "hm");
        page.navigate(root + "/");
        assertThat(page).hasTitle(NO_PASS);
        Browser.picture(page, "signal-k-no-access-pass");
        page.waitForRequest("**/.passgate/wait**", page::reload);

        assertThat(gate.allocate(new User("SIGNALK", "guest"), AccessType.ANALYZER))
                .isEqualTo(AllocationOutcome.ALLOCATED);

        seesLiveData(page);
        assertThat(admin.sessionIds("SIGNALK\\guest")).hasSize(1);
    }

    @Test
    void theSixthBrowserIsRefusedEndsOneOfTheOthersAndIsInAtOnce() {
        allocate("skipper");
        List<Page> five = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            five.add(enter("skipper", "aye"));
        }
        List<String> before = admin.sessionIds("SIGNALK\\skipper");
        assertThat(before).hasSize(5);

        Page sixth = signIn("skipper", "aye");
        assertThat(admin.sessionIds("SIGNALK\\skipper"))
                .as("its live stream alone is refused too")
                .containsExactlyElementsOf(before);
        sixth.navigate(root + "/");
        assertThat(sixth).hasTitle(TOO_MANY);
        Locator own = sixth.locator("ul.sessions li");
        assertThat(own).hasCount(5);
        five.forEach(this::seesLiveData);

        String chosen = own.first().locator("input[name=session]").getAttribute("value");
        own.filter(new Locator.FilterOptions().setHas(sixth.locator("input[value='" + chosen + "']")))
                .locator("button")
                .click();

        seesLiveData(sixth);
        assertThat(admin.sessionIds("SIGNALK\\skipper")).hasSize(5).doesNotContain(chosen);
        Page ended = five.get(before.indexOf(chosen));
        ended.navigate(root + "/");
        assertThat(ended).hasTitle(TOO_MANY);
    }

    @Test
    void aRefusedPersonSignsOutAndInAsSomebodyElse() {
        allocate("mate");
        Page page = signIn("guest", "hm");
        page.navigate(root + "/");
        assertThat(page).hasTitle(NO_PASS);

        page.click("button:has-text('Sign out')");
        fillIn(page, "mate", "yes");

        seesLiveData(page);
        assertThat(admin.sessionIds("SIGNALK\\mate")).hasSize(1);
        assertThat(admin.sessionIds("SIGNALK\\guest")).isEmpty();
    }

    @Test
    void theLiveStreamOfNobodyIsWithheld() {
        Page page = page();
        page.navigate(root + "/admin/");

        Object closed = page.evaluate(
                """
                () => new Promise(done => {
                  const socket = new WebSocket(location.origin.replace('http', 'ws') + '/signalk/v1/stream');
                  socket.onopen = () => done('open');
                  socket.onclose = () => done('closed');
                })""");

        assertThat(closed).isEqualTo("closed");
    }

    private void allocate(String id) {
        gate.allocate(new User("SIGNALK", id), AccessType.ANALYZER);
    }

    private Page page() {
        BrowserContext context = browser.context();
        contexts.add(context);
        return context.newPage();
    }

    private Page signIn(String id, String password) {
        Page page = page();
        page.navigate(root + "/");
        fillIn(page, id, password);
        assertThat(page.locator("header")).containsText("Logout");
        return page;
    }

    private static void fillIn(Page page, String id, String password) {
        page.fill("input[name=username]", id);
        page.fill("input[name=password]", password);
        page.keyboard().press("Enter");
    }

    private Page enter(String id, String password) {
        Page page = signIn(id, password);
        seesLiveData(page);
        return page;
    }

    /** The dashboard's figures come by the WebSocket alone. */
    private void seesLiveData(Page page) {
        Locator throughput = page.locator(".callout", new Page.LocatorOptions().setHasText("throughput"))
                .locator("strong");
        assertThat(throughput).isVisible(new IsVisibleOptions().setTimeout(PATIENCE));
        assertThat(throughput).not().hasText("", new HasTextOptions().setTimeout(PATIENCE));
        String before = throughput.textContent();
        assertThat(throughput).not().hasText(before, new HasTextOptions().setTimeout(PATIENCE));
    }
}
