package io.passgate.testing;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.Cookie;
import io.passgate.testing.SignalK.Level;
import io.passgate.testing.SignalK.Person;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Signal K in a real browser, with nothing in between: what {@code conf/hubs/signal-k.yaml} says of it is so. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
class SignalKIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SignalK hub;
    private Browser browser;

    @BeforeAll
    void start() throws IOException, InterruptedException {
        hub = SignalK.start(
                List.of(new Person("skipper", "aye", Level.ADMIN), new Person("mate", "yes", Level.READWRITE)));
        browser = Browser.start();
    }

    @AfterAll
    void close() {
        browser.close();
        hub.close();
    }

    @Test
    void aPersonSignsInThroughTheAdminPageSeesLiveDataAndSignsOut() throws IOException {
        try (BrowserContext context = browser.context()) {
            Page page = context.newPage();
            page.navigate(hub.url() + "/");
            assertThat(page.locator("input[name=username]")).isVisible();
            assertThat(page.url()).contains("/admin/#/");
            assertThat(status(context).path("status").asText()).isEqualTo("notLoggedIn");
            assertThat(status(context).has("username")).isFalse();

            page.fill("input[name=username]", "skipper");
            page.fill("input[name=password]", "aye");
            page.keyboard().press("Enter");

            Locator throughput = page.locator(".callout", new Page.LocatorOptions().setHasText("throughput"))
                    .locator("strong");
            assertThat(throughput).not().hasText("");
            assertThat(page.locator("body")).containsText("nmea0183-sample-data");
            assertThat(page.locator("header")).containsText("Logout");
            assertThat(status(context).path("status").asText()).isEqualTo("loggedIn");
            assertThat(status(context).path("username").asText()).isEqualTo("skipper");
            assertThat(context.cookies()).extracting(cookie -> cookie.name).contains("JAUTHENTICATION");
            Browser.picture(page, "signal-k");

            page.locator("header").getByText("Logout").first().click();

            assertThat(page.locator("input[name=username]")).isVisible();
            assertThat(context.cookies()).extracting(cookie -> cookie.name).doesNotContain("JAUTHENTICATION");
            assertThat(status(context).path("status").asText()).isEqualTo("notLoggedIn");
        }
    }

    @Test
    void aTokenThatIsNoneIsNobodyAndItsCookieIsCleared() throws IOException {
        try (BrowserContext context = browser.context()) {
            context.addCookies(List.of(new Cookie("JAUTHENTICATION", "junk").setUrl(hub.url())));

            assertThat(status(context).path("status").asText()).isEqualTo("notLoggedIn");
            assertThat(context.cookies()).isEmpty();
        }
    }

    private JsonNode status(BrowserContext context) throws IOException {
        APIResponse answer = context.request().get(hub.url() + "/skServer/loginStatus");
        assertThat(answer.status()).isEqualTo(200);
        return JSON.readTree(answer.text());
    }
}
