package io.passgate.page;

import java.util.List;
import java.util.Locale;

/**
 * A device and browser in words, as far as the User-Agent tells: no version, no guess. What a person recognizes their other
 * session by. Immutable.
 *
 * @param words {@code Firefox on Windows}, {@code Safari on an iPhone}, {@code A program (curl)}, {@code An unknown browser}
 */
record Device(String words) {

    /** A mark in a User-Agent and what it stands for. */
    private record Mark(String mark, String name) {}

    /** First hit wins: nearly every browser also names those it wants to be taken for. */
    private static final List<Mark> BROWSERS = List.of(
            new Mark("edg/", "Edge"),
            new Mark("edga/", "Edge"),
            new Mark("edgios/", "Edge"),
            new Mark("edge/", "Edge"),
            new Mark("opr/", "Opera"),
            new Mark("opera", "Opera"),
            new Mark("vivaldi/", "Vivaldi"),
            new Mark("samsungbrowser/", "Samsung Internet"),
            new Mark("fxios/", "Firefox"),
            new Mark("firefox/", "Firefox"),
            new Mark("headlesschrome/", "Chrome without a window"),
            new Mark("crios/", "Chrome"),
            new Mark("chromium/", "Chromium"),
            new Mark("chrome/", "Chrome"),
            new Mark("trident/", "Internet Explorer"),
            new Mark("msie ", "Internet Explorer"),
            new Mark("version/", "Safari"));

    private static final List<Mark> SYSTEMS = List.of(
            new Mark("iphone", "an iPhone"),
            new Mark("ipad", "an iPad"),
            new Mark("android", "Android"),
            new Mark("cros ", "ChromeOS"),
            new Mark("windows", "Windows"),
            new Mark("macintosh", "macOS"),
            new Mark("mac os x", "macOS"),
            new Mark("linux", "Linux"),
            new Mark("x11", "Linux"));

    /** What {@code userAgent} says. */
    static Device of(String userAgent) {
        String agent = userAgent.toLowerCase(Locale.ROOT);
        if (!agent.startsWith("mozilla/") && !agent.startsWith("opera/")) {
            return new Device(program(userAgent));
        }
        String browser = first(BROWSERS, agent, "An unknown browser");
        boolean safari = browser.equals("Safari") && !agent.contains("safari/");
        String system = first(SYSTEMS, agent, "");
        String named = safari ? "An unknown browser" : browser;
        return new Device(system.isEmpty() ? named : named + " on " + system);
    }

    private static String first(List<Mark> marks, String agent, String none) {
        return marks.stream()
                .filter(m -> agent.contains(m.mark()))
                .map(Mark::name)
                .findFirst()
                .orElse(none);
    }

    /** Programs name themselves as {@code product/version}; anything else is not repeated. */
    private static String program(String userAgent) {
        String product = userAgent.strip().split("[/ ]", 2)[0];
        return product.matches("[A-Za-z][A-Za-z0-9._-]{1,30}") ? "A program (" + product + ")" : "An unknown program";
    }
}
