package io.passgate.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** The hub's pages, filled from templates beside the classes; every value is escaped. Immutable. */
final class DemoPages {
    private final String login = resource("login.html");
    private final String hub = resource("hub.html");

    /** The login page of one application; the notice is shown above the form, empty for none. */
    String login(DemoApp app, String notice) {
        String people = DemoPeople.all().stream()
                .map(person -> fill(
                        """
                        <button name="user" value="{{id}}"><span class="face" aria-hidden="true">{{initials}}</span>\
                        <span><b>{{name}}</b><small>{{id}} · {{title}}</small></span></button>
                        """,
                        Map.of(
                                "id", person.id(),
                                "initials", person.initials(),
                                "name", person.name(),
                                "title", person.title())))
                .collect(Collectors.joining());
        String page = fill(
                login,
                Map.of("base", app.base(), "area", app.area(), "password", DemoPeople.PASSWORD, "notice", notice));
        return page.replace("{{{people}}}", people);
    }

    /** The hub page of a person who is signed in. */
    String hub(DemoApp app, DemoPerson person) {
        return fill(
                hub,
                Map.of(
                        "base", app.base(),
                        "area", app.area(),
                        "id", person.id(),
                        "name", person.name(),
                        "first", person.name().split(" ")[0],
                        "title", person.title(),
                        "initials", person.initials()));
    }

    /** A file beside the templates. */
    static String resource(String name) {
        try (InputStream in = DemoPages.class.getResourceAsStream("/demo/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks demo/" + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read demo/" + name, e);
        }
    }

    private static String fill(String template, Map<String, String> values) {
        String filled = template;
        for (Map.Entry<String, String> value : values.entrySet()) {
            filled = filled.replace("{{" + value.getKey() + "}}", escape(value.getValue()));
        }
        return filled;
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
