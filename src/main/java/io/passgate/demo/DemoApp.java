package io.passgate.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import io.passgate.rest.Call;
import io.passgate.rest.Handler;
import io.passgate.rest.Reply;
import io.passgate.rest.Router;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The application under one prefix: its pages, its interface, its own session cookie and who is signed in. Safe for use
 * by many threads.
 */
final class DemoApp {
    /** The paths of {@link DemoStreams}, below the base. */
    static final String FEED = "/feed";

    static final String NEWS = "/events";
    static final String DOWNLOAD = "/download/10m";
    static final int NEWS_SECONDS = 4;

    private static final String SECURITY_POLICY =
            "default-src 'self'; frame-ancestors 'self'; form-action 'self'; base-uri 'none'";

    private final String base;
    private final DemoPages pages;
    private final DemoFigures figures;
    private final InstantSource time;
    private final DemoSessions sessions = new DemoSessions();
    private final AtomicInteger online = new AtomicInteger();

    DemoApp(String prefix, DemoPages pages, DemoFigures figures, InstantSource time) {
        this.base = prefix.equals("/") ? "" : prefix;
        this.pages = pages;
        this.figures = figures;
        this.time = time;
    }

    /** What stands before every path of the application: nothing, or the prefix. */
    String base() {
        return base;
    }

    /** The name of the application as people read it. */
    String area() {
        return base.isEmpty() ? "Analytics" : base.substring(1, 2).toUpperCase(Locale.ROOT) + base.substring(2);
    }

    /** The name of the session cookie: DEMOHUB, under a prefix with its name. */
    String cookieName() {
        return base.isEmpty() ? "DEMOHUB" : "DEMOHUB-" + base.substring(1);
    }

    Router routes() {
        Router bare = base.isEmpty() ? Router.empty() : Router.empty().get(base, call -> Reply.seeOther(base + "/"));
        return bare.get(base + "/", page(person -> html(200, pages.hub(this, person))))
                .get(base + "/login", call -> html(200, pages.login(this, "")))
                .post(base + "/login", this::signIn)
                .post(base + "/logout", this::signOut)
                .get(base + "/whoami", this::whoAmI)
                .get(
                        base + "/api/kpis",
                        call -> person(call.header("cookie")).isPresent() ? dashboard() : notSignedIn())
                .get(base + FEED, call -> notSignedIn())
                .get(base + NEWS, call -> notSignedIn())
                .get(base + DOWNLOAD, call -> toLogin())
                .get(base + "/health", call -> Reply.json(200, Map.of("status", "up")))
                .get(base + "/assets/hub.css", new DemoAsset("hub.css", "text/css; charset=utf-8"))
                .get(base + "/assets/hub.js", new DemoAsset("hub.js", "text/javascript; charset=utf-8"))
                .get(base + "/assets/icon.svg", new DemoAsset("icon.svg", "image/svg+xml"));
    }

    /** Who is signed in by the Cookie header. */
    Optional<DemoPerson> person(Optional<String> cookieHeader) {
        return token(cookieHeader).flatMap(sessions::find);
    }

    /** How many live feeds are open. */
    AtomicInteger online() {
        return online;
    }

    /** What the live feed says now. */
    Map<String, Object> tick() {
        return figures.tick(time.instant());
    }

    /** The last lines of the news stream, oldest first. */
    List<String> latestNews(int lines) {
        Instant now = time.instant();
        return IntStream.range(0, lines)
                .mapToObj(line -> figures.news(now.minusSeconds((lines - 1L - line) * NEWS_SECONDS)))
                .toList();
    }

    private static Reply notSignedIn() {
        return Reply.json(401, Map.of("error", "not signed in"));
    }

    private Reply toLogin() {
        return Reply.seeOther(base + "/login");
    }

    private Handler page(Function<DemoPerson, Reply> page) {
        return call -> person(call.header("cookie")).map(page).orElseGet(this::toLogin);
    }

    private Reply dashboard() {
        return Reply.json(200, figures.dashboard(time.instant()));
    }

    private Reply signIn(Call call) {
        Map<String, String> form = call.form();
        return DemoPeople.find(form.getOrDefault("user", "").strip())
                .filter(person -> form.getOrDefault("password", "").equals(DemoPeople.PASSWORD))
                .map(person -> {
                    token(call.header("cookie")).ifPresent(sessions::end);
                    return Reply.seeOther(base + "/").withHeader("Set-Cookie", cookie(call, sessions.open(person)));
                })
                .orElseGet(() -> html(401, pages.login(this, "That name and password do not fit together.")));
    }

    private Reply signOut(Call call) {
        token(call.header("cookie")).ifPresent(sessions::end);
        return toLogin().withHeader("Set-Cookie", cookie(call, "") + "; Max-Age=0");
    }

    private Reply whoAmI(Call call) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        person(call.header("cookie"))
                .ifPresentOrElse(
                        person -> {
                            answer.putObject("user")
                                    .put("directory", DemoPeople.DIRECTORY)
                                    .put("id", person.id());
                            answer.put("name", person.name());
                            person.groups().forEach(answer.putArray("groups")::add);
                        },
                        () -> answer.putNull("user"));
        return Reply.json(200, answer);
    }

    private String cookie(Call call, String value) {
        boolean secure =
                call.header("x-forwarded-proto").filter("https"::equals).isPresent();
        return cookieName() + "=" + value + "; Path=" + (base.isEmpty() ? "/" : base) + "; HttpOnly; SameSite=Lax"
                + (secure ? "; Secure" : "");
    }

    private Optional<String> token(Optional<String> cookieHeader) {
        return cookieHeader.flatMap(header -> ServerCookieDecoder.LAX.decode(header).stream()
                .filter(cookie -> cookie.name().equals(cookieName()))
                .map(Cookie::value)
                .findFirst());
    }

    private static Reply html(int status, String page) {
        return Reply.bytes(status, "text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8))
                .withHeader("Content-Security-Policy", SECURITY_POLICY);
    }
}
