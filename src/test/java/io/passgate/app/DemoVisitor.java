package io.passgate.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

/** A browser of its own at the demo hub behind the gate, and what a person does there. */
final class DemoVisitor implements AutoCloseable {
    private final BrowserContext context;
    private final String root;
    private final Page page;

    /** In this browser, at the virtual proxy whose address begins with {@code root}. */
    DemoVisitor(BrowserContext context, String root) {
        this.context = context;
        this.root = root;
        this.page = context.newPage();
    }

    Page page() {
        return page;
    }

    BrowserContext context() {
        return context;
    }

    /** Comes to the front page, is sent to the login and signs in; what comes then is seen in {@link #page()}. */
    DemoVisitor signIn(String id) {
        page.navigate(root + "/");
        assertThat(page).hasURL(root + "/login");
        fillIn(id);
        return this;
    }

    /** Signs in at the login page that is shown. */
    void fillIn(String id) {
        page.fill("input[name=user]", id);
        page.fill("input[name=password]", "demo");
        page.click("#sign-in");
    }

    /** Signs in, and is in. */
    DemoVisitor enter(String id, String name) {
        signIn(id);
        seesTheHub(name);
        return this;
    }

    void seesTheHub(String name) {
        assertThat(page.locator("#who")).hasText(name);
        assertThat(page.locator("#feed-state")).hasText("live");
    }

    void seesTheFeedTick() {
        Locator value = page.locator("#online");
        assertThat(value).not().hasText("0");
        String drawn = page.locator("#curve").getAttribute("d");
        assertThat(page.locator("#curve")).not().hasAttribute("d", drawn);
    }

    /** When the page that is shown began to arrive, milliseconds since the epoch by the browser's clock. */
    double arrived() {
        return ((Number) page.evaluate(
                        "performance.timeOrigin" + " + performance.getEntriesByType('navigation')[0].responseStart"))
                .doubleValue();
    }

    @Override
    public void close() {
        context.close();
    }
}
