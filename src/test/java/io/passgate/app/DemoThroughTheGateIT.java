package io.passgate.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.passgate.admission.Records.AllocationOutcome;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.testing.AdminClient;
import io.passgate.testing.Browser;
import io.passgate.testing.PassgateJar;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a person meets in a real browser, with the gate in front of the demo hub. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemoThroughTheGateIT {
    private static final String NO_PASS = "You cannot access the demo hub because you have no access pass";
    private static final String TOO_MANY = "Too many sessions active in parallel";
    private static final Pattern LOGIN = Pattern.compile(".*/login$");
    private static final double A_SECOND = 1000;

    private final Browser browser = Browser.start();
    private final List<DemoVisitor> visitors = new ArrayList<>();
    private Demo demo;
    private AdminClient admin;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        demo = new Demo(new Demo.DemoSettings(directory, 0, 0), InstantSource.system());
        demo.start();
        admin = new AdminClient(demo.gate().adminPort(), directory.resolve("data"));
    }

    @AfterEach
    void close() {
        visitors.forEach(DemoVisitor::close);
        visitors.clear();
        demo.close();
    }

    @AfterAll
    void closeBrowser() {
        browser.close();
    }

    @Test
    void aPersonSignsInThroughTheGateSeesTheFeedTickAndHearsTheEcho() {
        DemoVisitor ana = visitor().enter("ana", "Ana Sousa");

        ana.seesTheFeedTick();
        ana.page().fill("#echo-input", "hello <b>there</b>");
        ana.page().keyboard().press("Enter");
        assertThat(ana.page().locator("#echo-log li").first()).hasText("hello <b>there</b>");
        assertThat(ana.page().locator("#news li").first()).containsText("no. ");
        assertThat(admin.sessionIds("DEMO\\ana")).hasSize(1);

        ana.page().reload();
        ana.seesTheHub("Ana Sousa");
        assertThat(admin.sessionIds("DEMO\\ana")).hasSize(1);

        ana.page().click("#sign-out");
        assertThat(ana.page()).hasURL(LOGIN);
        assertThat(admin.sessionIds("DEMO\\ana")).isEmpty();
        ana.page().navigate(url("/"));
        assertThat(ana.page()).hasURL(LOGIN);
    }

    @Test
    void whoHoldsNoAccessPassIsToldSoAndLetInWithinASecondOfAnAllocation() {
        DemoVisitor rolf = refused("rolf");
        Browser.picture(rolf.page(), "no-access-pass");

        rolf.page().waitForRequest("**/.passgate/wait**", () -> rolf.page().reload());
        AllocationOutcome outcome = demo.gate().allocate(new User("DEMO", "rolf"), AccessType.ANALYZER);
        double allocated = System.currentTimeMillis();

        assertThat(outcome).isEqualTo(AllocationOutcome.ALLOCATED);
        rolf.seesTheHub("Rolf Winter");
        assertThat(rolf.arrived() - allocated).as("milliseconds").isLessThan(A_SECOND);
        rolf.seesTheFeedTick();
    }

    @Test
    void theCommandAllocateLetsARefusedPersonInWithinASecond() {
        DemoVisitor rolf = refused("rolf");
        rolf.page().waitForRequest("**/.passgate/wait**", () -> rolf.page().reload());

        PassgateJar.Outcome outcome = cli("allocate", "DEMO\\rolf", "--type", "user-access-pass");
        double allocated = System.currentTimeMillis();

        assertThat(outcome.code()).as(outcome.toString()).isZero();
        rolf.seesTheHub("Rolf Winter");
        assertThat(rolf.arrived() - allocated).as("milliseconds").isLessThan(A_SECOND);
    }

    @Test
    void theSixthBrowserIsRefusedEndsOneOfTheOthersAndIsInAtOnce() {
        List<DemoVisitor> five = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            five.add(visitor().enter("ana", "Ana Sousa"));
        }
        List<String> before = admin.sessionIds("DEMO\\ana");
        assertThat(before).hasSize(5);

        DemoVisitor sixth = visitor().signIn("ana");
        assertThat(sixth.page()).hasTitle(TOO_MANY);
        Locator own = sixth.page().locator("ul.sessions li");
        assertThat(own).hasCount(5);
        assertThat(own.first()).containsText(Pattern.compile("Chrom.*Linux"));
        assertThat(own.first()).not().containsText("127.0.0.1");
        Browser.picture(sixth.page(), "too-many-sessions");
        five.forEach(DemoVisitor::seesTheFeedTick);
        assertThat(admin.sessionIds("DEMO\\ana")).containsExactlyInAnyOrderElementsOf(before);

        String chosen = own.nth(2).locator("input[name=session]").getAttribute("value");
        own.filter(new Locator.FilterOptions().setHas(sixth.page().locator("input[value='" + chosen + "']")))
                .locator("button")
                .click();

        sixth.seesTheHub("Ana Sousa");
        assertThat(admin.sessionIds("DEMO\\ana")).hasSize(5).doesNotContain(chosen);
        int ended = before.indexOf(chosen);
        assertThat(five.get(ended).page().locator("#feed-state")).hasText("ended (4401)");
        Browser.picture(five.get(ended).page(), "session-ended");
        for (int i = 0; i < 5; i++) {
            if (i != ended) {
                five.get(i).seesTheFeedTick();
            }
        }
        five.get(ended).page().reload();
        assertThat(five.get(ended).page()).hasTitle(TOO_MANY);
    }

    @Test
    void whatAnAdministratorEndsAtTheMaximumKeepsItsSlotTakenForAWhile() {
        List<DemoVisitor> five = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            five.add(visitor().enter("ana", "Ana Sousa"));
        }
        DemoVisitor sixth = visitor().signIn("ana");
        assertThat(sixth.page().locator("ul.sessions li")).hasCount(5);

        admin.endSession(admin.sessionIds("DEMO\\ana").get(4));

        assertThat(five.get(4).page().locator("#feed-state")).hasText("ended (4401)");
        assertThat(sixth.page().locator("ul.sessions li")).hasCount(4);
        assertThat(sixth.page()).hasTitle(TOO_MANY);
        assertThat(sixth.page().locator("main")).containsText("its slot stays taken for some minutes");
        assertThat(sixth.page().locator("#left")).hasText(Pattern.compile("4:\\d\\d"));
        Browser.picture(sixth.page(), "too-many-sessions-hold");
    }

    @Test
    void aRefusedPersonSignsOutAndInAsSomebodyElse() {
        DemoVisitor rolf = refused("rolf");

        rolf.page().click("button:has-text('Sign out')");

        assertThat(rolf.page()).hasURL(LOGIN);
        assertThat(rolf.context().cookies()).extracting(cookie -> cookie.name).doesNotContain("DEMOHUB");
        rolf.fillIn("paula");
        rolf.seesTheHub("Paula Berger");
        assertThat(admin.sessionIds("DEMO\\paula")).hasSize(1);
        assertThat(admin.sessionIds("DEMO\\rolf")).isEmpty();
    }

    @Test
    void withoutScriptAPersonSignsOutEndsASessionAndComesIn() {
        for (int i = 0; i < 5; i++) {
            visitor().enter("ana", "Ana Sousa");
        }
        DemoVisitor plain = scriptless().signIn("rolf");
        assertThat(plain.page()).hasTitle(NO_PASS);
        plain.page().click("button:has-text('Sign out')");
        assertThat(plain.page()).hasURL(LOGIN);

        plain.fillIn("ana");
        assertThat(plain.page()).hasTitle(TOO_MANY);
        plain.page().locator("ul.sessions li button").first().click();

        assertThat(plain.page().locator("#who")).hasText("Ana Sousa");
        assertThat(admin.sessionIds("DEMO\\ana")).hasSize(5);
    }

    @Test
    void thePagesAreReadableOnAPhoneAndInTheDark() {
        DemoVisitor phone = visitor(new DemoVisitor(browser.phone(), root())).signIn("rolf");
        assertThat(phone.page()).hasTitle(NO_PASS);
        Browser.picture(phone.page(), "no-access-pass-phone");
        assertThat(overflows(phone.page())).isFalse();
        for (int i = 0; i < 5; i++) {
            visitor().enter("ana", "Ana Sousa");
        }
        DemoVisitor sixth = visitor(new DemoVisitor(browser.phone(), root())).signIn("ana");
        assertThat(sixth.page()).hasTitle(TOO_MANY);
        Browser.picture(sixth.page(), "too-many-sessions-phone");
        assertThat(overflows(sixth.page())).isFalse();
        DemoVisitor dark = visitor(new DemoVisitor(browser.dark(), root())).signIn("ana");
        assertThat(dark.page()).hasTitle(TOO_MANY);
        Browser.picture(dark.page(), "too-many-sessions-dark");
    }

    @Test
    void twoVirtualProxiesAreTwoSessions() {
        DemoVisitor here = visitor().enter("ana", "Ana Sousa");
        DemoVisitor there = visitor(new DemoVisitor(here.context(), root() + "/sales"));
        there.enter("ana", "Ana Sousa");

        assertThat(admin.sessions("DEMO\\ana"))
                .extracting(session -> session.path("virtualProxy").asText())
                .containsExactlyInAnyOrder("/", "/sales");
        here.seesTheFeedTick();
        there.seesTheFeedTick();
        assertThat(here.context().cookies())
                .extracting(cookie -> cookie.name)
                .contains("__Host-passgate", "__Host-passgate-sales");
    }

    @Test
    void anExemptUserWorksWithoutASession() {
        DemoVisitor monitor = visitor().enter("svc-monitor", "Status Monitor");

        monitor.seesTheFeedTick();
        assertThat(admin.sessions("")).isEmpty();
        assertThat(monitor.context().cookies())
                .extracting(cookie -> cookie.name)
                .doesNotContain("__Host-passgate");
    }

    @Test
    void aSmallPoolRunsEmpty() {
        assertThat(outcome("pool1")).isEqualTo(AllocationOutcome.ALLOCATED);
        assertThat(outcome("pool2")).isEqualTo(AllocationOutcome.ALLOCATED);

        PassgateJar.Outcome third = cli("allocate", "DEMO\\pool3", "--type", "user-access-pass");

        assertThat(third.code()).isEqualTo(65);
        assertThat(third.out()).containsIgnoringCase("pool");
        visitor().enter("pool2", "Pavel Horak");
        refused("pool3");
    }

    @Test
    void whoWasRefusedIsOnTheListOfDeniedAccess() {
        refused("rolf");

        JsonNode denied = admin.get("/api/v1/denied").path("denied").path(0);
        assertThat(denied.path("user").asText()).isEqualTo("DEMO\\rolf");
        assertThat(denied.path("reason").asText()).isEqualTo("nothing-allocated");
        assertThat(denied.path("attributes").path("group").path(0).asText()).isEqualTo("trainees");
    }

    private AllocationOutcome outcome(String id) {
        return demo.gate().allocate(new User("DEMO", id), AccessType.USER_ACCESS_PASS);
    }

    private DemoVisitor refused(String id) {
        DemoVisitor visitor = visitor().signIn(id);
        assertThat(visitor.page()).hasTitle(NO_PASS);
        assertThat(visitor.page().locator("footer")).containsText("DEMO\\" + id);
        return visitor;
    }

    private static boolean overflows(Page page) {
        return (Boolean) page.evaluate("document.documentElement.scrollWidth > innerWidth");
    }

    private DemoVisitor visitor() {
        return visitor(new DemoVisitor(browser.context(), root()));
    }

    private DemoVisitor scriptless() {
        return visitor(new DemoVisitor(browser.context(new NewContextOptions().setJavaScriptEnabled(false)), root()));
    }

    private DemoVisitor visitor(DemoVisitor visitor) {
        visitors.add(visitor);
        return visitor;
    }

    private String root() {
        return "https://localhost:" + demo.gate().port();
    }

    private String url(String path) {
        return root() + path;
    }

    private PassgateJar.Outcome cli(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", demo.configuration().toString()));
        return PassgateJar.run(
                Map.of("PASSGATE_ADMIN_ADDRESS", "127.0.0.1:" + demo.gate().adminPort()), all.toArray(String[]::new));
    }
}
