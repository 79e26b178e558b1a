package io.passgate.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.passgate.testing.Browser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages in a real browser, with their headers: what the policy lets run, what waits, what is sent. */
class PageIT {

    private static Browser browser;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    /** Statuses with which held requests are answered. */
    private final BlockingQueue<Integer> changes = new LinkedBlockingQueue<>();

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer gate;
    private BrowserContext context;
    private volatile String fixture = "no-access-pass";
    private volatile boolean refused = true;

    @BeforeAll
    static void startBrowser() {
        browser = Browser.start();
    }

    @AfterAll
    static void stopBrowser() {
        browser.close();
    }

    @BeforeEach
    void startGate() throws IOException {
        gate = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gate.setExecutor(threads);
        gate.createContext("/", this::answer);
        gate.start();
        context = browser.context();
    }

    @AfterEach
    void stopGate() {
        context.close();
        gate.stop(0);
        threads.shutdownNow();
        assertThat(complaints)
                .as("what the browser complained of: the policy, above all")
                .isEmpty();
    }

    @Test
    void pageLetsThePersonInByItselfAsSoonAsSomethingChanges() {
        Page page = open();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .hasText("You cannot access Qlik Sense because you have no access pass");
        await().until(() -> asked.contains("GET /.passgate/wait?since=1795298664000"));

        refused = false;
        changes.add(204);

        assertThat(page.locator("h1")).hasText("The hub");
        assertThat(page.url()).endsWith("/hub?tab=1#sheet");
    }

    @Test
    void pageTouchesNothingButItsWaitingPlace() {
        open();
        await().until(() -> asked.size() >= 2);

        assertThat(asked).containsExactly("GET /hub?tab=1", "GET /.passgate/wait?since=1795298664000");
    }

    @Test
    void heldRequestThatEndsAtOnceWithoutChangeIsNotRepeatedAtOnce() {
        Page page = open();
        changes.add(200);
        await().until(changes::isEmpty);

        page.waitForTimeout(1000);

        assertThat(asked).hasSize(2);
    }

    @Test
    void sessionIsEndedWithoutScript() {
        fixture = "too-many-sessions";
        context.close();
        context = browser.context(new com.microsoft.playwright.Browser.NewContextOptions().setJavaScriptEnabled(false));
        Page page = open();

        page.getByRole(AriaRole.LISTITEM)
                .filter(new com.microsoft.playwright.Locator.FilterOptions().setHasText("Chrome on Android"))
                .getByRole(AriaRole.BUTTON)
                .click();

        assertThat(page.locator("h1")).hasText("The hub");
        assertThat(asked)
                .contains("POST /.passgate/sessions/end session=0d1d7749-79ab-4603-9536-b451327f90b4&token=dG9rZW4"
                        + "&return=%2Fhub%2Fmy%2Fwork%3Ftab%3D1 from same-origin");
    }

    @Test
    void countdownRunsAndReloadsAtItsEnd() {
        fixture = "too-many-sessions";
        Page page = context.newPage();
        page.clock().install();
        page.navigate(url());
        assertThat(page.locator("#left")).hasText("5:36");

        page.clock().runFor(6_000);
        assertThat(page.locator("#left")).hasText(Pattern.compile("5:(30|29)"));

        refused = false;
        page.clock().fastForward("05:40");
        assertThat(page.locator("h1")).hasText("The hub");
    }

    @Test
    void signingOutIsAPostWithItsToken() {
        Page page = open();

        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out"))
                .click();

        assertThat(page.locator("h1")).hasText("The hub");
        assertThat(asked).contains("POST /.passgate/sign-out token=c2lnbi1vdXQ from same-origin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-access-pass",
                "too-many-sessions",
                "license-stale",
                "not-signed-in",
                "cannot-tell",
                "draining"
            })
    void pageFitsAPhoneAndHasItsLandmarks(String name) {
        fixture = name;
        context.close();
        context = browser.phone();
        Page page = open();

        assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
        assertThat(page.locator("html").getAttribute("lang")).isEqualTo("en");
        assertThat(page.getByRole(AriaRole.MAIN)).isVisible();
        assertThat(page.getByRole(AriaRole.BANNER)).isVisible();
        assertThat(page.getByRole(AriaRole.CONTENTINFO)).containsText("7f3a9c21e5d04b68");
        Browser.picture(page, "page-" + name + "-phone");
    }

    private Page open() {
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                complaints.add(message.text());
            }
        });
        page.navigate(url());
        return page;
    }

    private String url() {
        return "http://localhost:" + gate.getAddress().getPort() + "/hub?tab=1#sheet";
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String from = exchange.getRequestHeaders().getFirst("Sec-Fetch-Site");
            asked.add(method + " " + exchange.getRequestURI()
                    + (method.equals("POST") ? " " + body + " from " + from : ""));
            if (exchange.getRequestURI().getPath().equals("/.passgate/wait")) {
                Integer status = changes.poll(20, TimeUnit.SECONDS);
                exchange.sendResponseHeaders(status == null ? 503 : status, -1);
            } else if (method.equals("POST")) {
                refused = false;
                exchange.getResponseHeaders().set("Location", "/hub?tab=1");
                exchange.sendResponseHeaders(303, -1);
            } else {
                send(exchange, refused ? refusal() : hub());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Answer refusal() {
        PageFixture input = PageFixture.named(fixture);
        return new Answers(input.site()).answer(input.notice(), input.visit(), ClientKind.PERSON);
    }

    private static Answer hub() {
        List<Answer.Header> headers = List.of(new Answer.Header("Content-Type", "text/html; charset=utf-8"));
        return new Answer(200, headers, "<!doctype html><title>Hub</title><link rel=icon href=data:,><h1>The hub</h1>");
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        answer.headers().forEach(h -> exchange.getResponseHeaders().set(h.name(), h.value()));
        byte[] bytes = answer.bytes();
        exchange.sendResponseHeaders(answer.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
