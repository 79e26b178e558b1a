package io.passgate.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.passgate.testing.Browser;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** The demo hub in a real browser, with nothing in between. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemoHubIT {
    private static final Pattern NUMBER = Pattern.compile("\\d+\\.\\d\\d");

    private final DemoHub hub = new DemoHub(DemoHubSettings.loopback(0), InstantSource.system());
    private final Browser browser = Browser.start();
    private final List<String> complaints = new ArrayList<>();
    private String root = "";
    private List<BrowserContext> contexts = List.of();

    @BeforeAll
    void start() throws IOException {
        root = "http://localhost:" + hub.start();
    }

    @BeforeEach
    void noneYet() {
        contexts = new ArrayList<>();
        complaints.clear();
    }

    @AfterEach
    void closeContexts() {
        contexts.forEach(BrowserContext::close);
        assertThat(complaints).as("errors in the browser's console").isEmpty();
    }

    @AfterAll
    void close() {
        browser.close();
        hub.close();
    }

    @Test
    void aPersonSignsInSeesTheFeedTickHearsTheEchoAndSignsOut() {
        Page page = open(browser.context());
        page.navigate(root + "/");
        assertThat(page).hasURL(root + "/login");
        Browser.picture(page, "demo-login");

        page.fill("input[name=user]", "ana");
        page.fill("input[name=password]", "demo");
        page.click("#sign-in");

        assertThat(page.locator("#who")).hasText("Ana Sousa");
        assertThat(page.locator("#feed-state")).hasText("live");
        assertThat(page.locator("[data-kpi=revenue]")).containsText(Pattern.compile("\\d"));
        assertThat(page.locator("#live-value")).hasText(NUMBER);
        String first = page.textContent("#live-value");
        assertThat(page.locator("#live-value")).not().hasText(first);
        page.fill("#echo-input", "hello <b>there</b>");
        page.keyboard().press("Enter");
        assertThat(page.locator("#echo-log li").first()).hasText("hello <b>there</b>");
        assertThat(page.locator("#news li").first()).containsText("no. ");
        Browser.picture(page, "demo-hub");

        page.click("#sign-out");
        assertThat(page).hasURL(root + "/login");
        page.navigate(root + "/");
        assertThat(page).hasURL(root + "/login");
    }

    @Test
    void theTwoPrefixesAreSignedInToApart() {
        Page page = open(browser.phone());
        page.navigate(root + "/sales");
        assertThat(page).hasURL(root + "/sales/login");
        Browser.picture(page, "demo-login-phone");

        page.click("button[value=ursula]");

        assertThat(page).hasURL(root + "/sales/");
        assertThat(page.locator("#feed-state")).hasText("live");
        assertThat(page.locator("#news li")).hasCount(4);
        Browser.picture(page, "demo-hub-phone");
        page.navigate(root + "/");
        assertThat(page).hasURL(root + "/login");
    }

    @Test
    void aWrongPasswordIsToldAndTheHubStaysClosed() {
        Page page = open(browser.dark());
        page.navigate(root + "/login");
        page.fill("input[name=user]", "ana");
        page.fill("input[name=password]", "wrong");
        page.click("#sign-in");

        assertThat(page.locator(".notice")).containsText("do not fit");
        Browser.picture(page, "demo-login-dark");
        complaints.removeIf(complaint -> complaint.contains("401"));
    }

    @Test
    void aHubThatWentAwayIsShownAndTriedAgain() throws IOException {
        DemoHub first = new DemoHub(DemoHubSettings.loopback(0), InstantSource.system());
        int port = first.start();
        Page page = open(browser.dark());
        page.navigate("http://localhost:" + port + "/login");
        page.click("button[value=paula]");
        assertThat(page.locator("#feed-state")).hasText("live");
        Browser.picture(page, "demo-hub-dark");

        first.close();

        assertThat(page.locator("#feed-state")).hasText("reconnecting");
        page.waitForCondition(() -> !complaints.isEmpty());
        page.context().close(); // until then the browser may complain of the lost feed, and of each try to reach it
        contexts.clear();
        complaints.clear();
    }

    private Page open(BrowserContext context) {
        contexts.add(context);
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        return page;
    }
}
