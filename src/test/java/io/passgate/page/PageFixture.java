package io.passgate.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.passgate.decision.Explanation;
import io.passgate.decision.Refusal;
import io.passgate.decision.Verdict;
import io.passgate.identity.User;
import io.passgate.session.Session;
import io.passgate.session.SessionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is told, to whom: the input of a page fixture, read from its JSON. */
record PageFixture(String name, SiteSettings site, Notice notice, Visit visit) {

    static final Path DIRECTORY = Path.of("src/test/resources/fixtures/pages");

    static Stream<PageFixture> all() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            List<Path> inputs = files.filter(f -> f.toString().endsWith(".in.json"))
                    .sorted()
                    .toList();
            return inputs.stream().map(PageFixture::read);
        }
    }

    static PageFixture named(String name) {
        return read(DIRECTORY.resolve(name + ".in.json"));
    }

    private static PageFixture read(Path file) {
        try {
            JsonNode in = new ObjectMapper().readTree(file.toFile());
            String name = file.getFileName().toString().replace(".in.json", "");
            return new PageFixture(
                    name,
                    new SiteSettings(in.at("/site/name").asText(), text(in.at("/site/contact"))),
                    notice(in),
                    visit(in.at("/visit")));
        } catch (IOException e) {
            throw new AssertionError("cannot read " + file, e);
        }
    }

    private static Notice notice(JsonNode in) {
        return switch (in.at("/notice").asText()) {
            case "refused" ->
                new Notice.Refused(
                        verdict(in.at("/verdict")),
                        sessions(in.at("/sessions")),
                        in.at("/token").asText());
            case "not-signed-in" -> new Notice.NotSignedIn(text(in.at("/signIn")));
            case "cannot-tell" -> new Notice.CannotTell();
            case "failed" -> new Notice.Failed(Fault.valueOf(in.at("/fault").asText()));
            default -> throw new AssertionError("no notice: " + in.at("/notice"));
        };
    }

    private static Verdict.Refused verdict(JsonNode in) {
        List<Explanation.Step> steps = new ArrayList<>();
        in.at("/steps")
                .forEach(s -> steps.add(new Explanation.Step(
                        s.at("/name").asText(),
                        s.at("/hit").asBoolean(),
                        s.at("/text").asText())));
        return new Verdict.Refused(
                Refusal.valueOf(in.at("/reason").asText()),
                in.at("/sessionCount").asInt(),
                text(in.at("/retryAt")).map(Instant::parse),
                new Explanation(steps, in.at("/remedy").asText()));
    }

    private static List<Session> sessions(JsonNode in) {
        List<Session> sessions = new ArrayList<>();
        in.forEach(s -> sessions.add(new Session(
                new SessionId(s.at("/id").asText()),
                new User("corp", "anna"),
                s.at("/virtualProxy").asText("/"),
                Instant.parse(s.at("/opened").asText()),
                Instant.parse(s.at("/lastSeen").asText()),
                Duration.ofMinutes(30),
                s.at("/address").asText(),
                s.at("/userAgent").asText(),
                Optional.empty())));
        return sessions;
    }

    private static Visit visit(JsonNode in) {
        Optional<SignOut> signOut =
                text(in.at("/signOut/url")).map(url -> new SignOut(url, text(in.at("/signOut/token"))));
        return new Visit(
                in.at("/requestId").asText(),
                in.at("/virtualProxy").asText("/"),
                text(in.at("/user")).map(User::parse),
                signOut,
                in.at("/returnTo").asText("/"),
                in.at("/get").asBoolean(true),
                in.at("/embedding").asBoolean(false),
                Instant.parse(in.at("/now").asText()));
    }

    private static Optional<String> text(JsonNode node) {
        return node.isMissingNode() ? Optional.empty() : Optional.of(node.asText());
    }

    /**
     * The answer as it goes over the wire, but for its framing; style and script, which are files of their own, stand as their
     * names.
     */
    String answered(ClientKind client) {
        Answer answer = new Answers(site).answer(notice, visit, client);
        return answer.status() + "\n"
                + answer.headers().stream()
                        .map(h -> h.name() + ": " + h.value().replaceAll("'sha256-[^']*'", "{hash}") + "\n")
                        .collect(Collectors.joining())
                + "\n"
                + answer.body().replace(Inlined.STYLE, "{page.css}").replace(Inlined.SCRIPT, "{page.js}");
    }

    @Override
    public String toString() {
        return name;
    }
}
