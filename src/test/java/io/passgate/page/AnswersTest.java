package io.passgate.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.decision.Explanation;
import io.passgate.decision.Refusal;
import io.passgate.decision.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each input beside its expected bytes (domain.md §1.4, §2: what people are told). What came out stands in target/pages, to look at and to copy from. */
class AnswersTest {

    private static final Instant NOW = Instant.parse("2026-11-21T22:04:24Z");
    private static final Path OUT = Path.of("target/pages");

    static Stream<PageFixture> fixtures() throws IOException {
        return PageFixture.all();
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void pageForAPersonIsAsExpected(PageFixture fixture) throws IOException {
        Files.createDirectories(OUT);
        Files.writeString(
                OUT.resolve(fixture.name() + ".html"),
                new Answers(fixture.site())
                        .answer(fixture.notice(), fixture.visit(), ClientKind.PERSON)
                        .body());
        same(fixture.name() + ".page", fixture.answered(ClientKind.PERSON));
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void problemForAProgramIsAsExpected(PageFixture fixture) throws IOException {
        same(fixture.name() + ".problem", fixture.answered(ClientKind.PROGRAM));
    }

    @Test
    void titlesAreThoseOfTheSeeds() {
        assertThat(page("no-access-pass"))
                .contains("<title>You cannot access Qlik Sense because you have no access pass</title>")
                .contains("<h1>You cannot access Qlik Sense because you have no access pass</h1>");
        assertThat(page("too-many-sessions"))
                .contains("<title>Too many sessions active in parallel</title>")
                .contains("<h1>Too many sessions active in parallel</h1>");
    }

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void statusTellsTheKindOfRefusal(Refusal reason) {
        int expected = reason.kind() == Refusal.Kind.TOO_MANY_SESSIONS ? 429 : 403;

        assertThat(answer(reason, Optional.empty()).status()).isEqualTo(expected);
    }

    @Test
    void inactiveUserIsToldWhoCanActivateThem() {
        Answer told = answer(Refusal.USER_INACTIVE, Optional.empty());

        assertThat(told.status()).as("domain.md §1.4").isEqualTo(403);
        assertThat(told.body()).contains("Your account is inactive: your administrator can activate it.");
    }

    @Test
    void tooManySessionsSayWhenToComeAgainInWholeSecondsRoundedUp() {
        Instant free = NOW.plusMillis(252_001);

        assertThat(header(answer(Refusal.TOO_MANY_SESSIONS, Optional.of(free)), "Retry-After"))
                .contains("253");
    }

    @Test
    void momentThatHasPassedIsNoInvitationToHammer() {
        Optional<Instant> past = Optional.of(NOW.minusSeconds(3));

        assertThat(header(answer(Refusal.TOO_MANY_SESSIONS, past), "Retry-After"))
                .contains("5");
    }

    @Test
    void refusalThatTimeDoesNotMendNamesNoTime() {
        assertThat(header(answer(Refusal.NOTHING_ALLOCATED, Optional.empty()), "Retry-After"))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ClientKind.class)
    void refusalIsNeverStored(ClientKind client) {
        PageFixture fixture = PageFixture.named("no-access-pass");
        Answer answer = new Answers(fixture.site()).answer(fixture.notice(), fixture.visit(), client);

        assertThat(header(answer, "Cache-Control")).contains("no-store");
        assertThat(header(answer, "Vary")).contains("Sec-Fetch-Dest, Accept");
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void everyFaultIsToldWithItsStatusAndWithoutPlaceholder(Fault fault) {
        PageFixture fixture = PageFixture.named("draining");
        Answer answer =
                new Answers(fixture.site()).answer(new Notice.Failed(fault), fixture.visit(), ClientKind.PERSON);

        assertThat(answer.status()).isEqualTo(fault.status());
        assertThat(answer.body()).contains("7f3a9c21e5d04b68").doesNotContain("{site}");
    }

    @Test
    void statusWithoutWordsOfItsOwnIsTheClientsFaultOrOurs() {
        assertThat(Fault.of(504)).isEqualTo(Fault.HUB_TIMEOUT);
        assertThat(Fault.of(418)).isEqualTo(Fault.BAD_REQUEST);
        assertThat(Fault.of(599)).isEqualTo(Fault.GATE);
    }

    @Test
    void policyAllowsTheStyleAndTheScriptThatStandInThePageAndNoOther() throws NoSuchAlgorithmException {
        PageFixture fixture = PageFixture.named("no-access-pass");
        Answer answer = new Answers(fixture.site()).answer(fixture.notice(), fixture.visit(), ClientKind.PERSON);

        assertThat(header(answer, "Content-Security-Policy").orElseThrow())
                .contains("style-src " + hash(between(answer.body(), "<style>", "</style>")) + ";")
                .contains("script-src " + hash(between(answer.body(), "<script>", "</script>")) + ";")
                .doesNotContain("unsafe");
        assertThat(answer.body()).doesNotContain(" style=", "javascript:", "src=");
    }

    private static String between(String text, String from, String to) {
        int start = text.indexOf(from) + from.length();
        return text.substring(start, text.indexOf(to, start));
    }

    private static String hash(String text) throws NoSuchAlgorithmException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    }

    private static String page(String fixture) {
        return PageFixture.named(fixture).answered(ClientKind.PERSON);
    }

    private static Answer answer(Refusal reason, Optional<Instant> retryAt) {
        PageFixture fixture = PageFixture.named("no-access-pass");
        Verdict.Refused verdict = new Verdict.Refused(reason, 5, retryAt, new Explanation(List.of(), ""));
        return new Answers(fixture.site()).answer(Notice.refused(verdict), fixture.visit(), ClientKind.PERSON);
    }

    private static Optional<String> header(Answer answer, String name) {
        return answer.headers().stream()
                .filter(h -> h.name().equals(name))
                .map(Answer.Header::value)
                .findFirst();
    }

    private static void same(String name, String actual) throws IOException {
        Files.createDirectories(OUT);
        Files.writeString(OUT.resolve(name), actual);
        Path expected = PageFixture.DIRECTORY.resolve(name);
        assertThat(Files.exists(expected) ? Files.readString(expected) : "").isEqualTo(actual);
    }
}
