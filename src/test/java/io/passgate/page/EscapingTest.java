package io.passgate.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.passgate.decision.Explanation;
import io.passgate.decision.Refusal;
import io.passgate.decision.Verdict;
import io.passgate.identity.User;
import io.passgate.session.Ending;
import io.passgate.session.Session;
import io.passgate.session.SessionId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile text in every field that comes from outside, in every form of answer. */
class EscapingTest {

    private static final Instant NOW = Instant.parse("2026-11-21T22:04:24Z");
    /** What a page may hold besides text: its own elements, with their own attributes. */
    private static final Pattern TAG = Pattern.compile("<(/?[a-z0-9]+)((?: [a-zB-]+=\"[^\"<>]*\")*)>");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "\"><img src=x onerror=alert(1)>",
                "' onmouseover='alert(1)",
                "</style><script>alert(1)</script>",
                "</title><svg/onload=alert(1)>",
                "<!--",
                "]]>",
                "&lt;b&gt;",
                "a\u0000b\u0007c",
                "\ud800 half a pair",
                "line\r\nSet-Cookie: a=b",
                "\u202Egnirts"
            })
    void pageHoldsNoElementThatCameFromOutside(String hostile) {
        String page = answer(hostile, ClientKind.PERSON).body();

        String text =
                page.replace(Inlined.STYLE, "").replace(Inlined.SCRIPT, "").replace("<!doctype html>", "");
        String stripped = TAG.matcher(text).replaceAll("");
        assertThat(stripped).as("nothing but the page's own elements").doesNotContain("<", ">");
        assertThat(TAG.matcher(text).results().map(m -> m.group(1))).doesNotContain("img", "iframe", "object");
        assertThat(TAG.matcher(text).results().map(m -> m.group(2).replaceAll("=\"[^\"]*\"", "")))
                .as("names of attributes")
                .noneMatch(names -> names.contains(" on"));
        assertThat(text.split("<script>", -1)).as("one script, ours").hasSize(2);
        assertThat(page.chars().noneMatch(c -> Character.isISOControl(c) && c != '\n'))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"}, {\"admin\": true", "\\", "\\\"", "a\u0000b\n\r\t", "</script>", "\u2028", "\ud83d\ude80"})
    void problemSaysHostileTextAndNothingElse(String hostile) throws IOException {
        JsonNode problem =
                new ObjectMapper().readTree(answer(hostile, ClientKind.PROGRAM).body());

        assertThat(problem.at("/requestId").asText()).isEqualTo(hostile);
        assertThat(problem.at("/contact").asText()).isEqualTo(hostile);
        assertThat(problem.at("/remedy").asText()).isEqualTo(hostile);
        assertThat(problem.fieldNames())
                .toIterable()
                .containsExactly(
                        "type",
                        "title",
                        "status",
                        "detail",
                        "reason",
                        "requestId",
                        "user",
                        "retryAfter",
                        "remedy",
                        "contact");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"}}{", "\\", "a\u0000b\n", "</script>"})
    void socketNoticeSaysHostileTextAndNothingElse(String hostile) throws IOException {
        SocketNotices notices = new SocketNotices(new SiteSettings("x" + hostile, Optional.empty()));

        SocketNotice notice = notices.refused(
                verdict(hostile), new SocketNotices.SignedIn(new User("CORP", "anna"), "/" + hostile), hostile, NOW);

        assertThat(new ObjectMapper()
                        .readTree(notice.messages().get(0))
                        .at("/params/logoutUri")
                        .asText())
                .isEqualTo("/" + hostile);
        assertThat(new ObjectMapper()
                        .readTree(notice.messages().get(1))
                        .at("/params/message")
                        .asText())
                .isEqualTo("You cannot access x" + hostile + " because you have too many sessions active in parallel.");
        assertThat(notice.closeReason()).startsWith("too-many-sessions").matches("[ -~]*");
    }

    @Test
    void requestIdThatFitsNoCloseFrameIsLeftOut() {
        SocketNotices notices = new SocketNotices(new SiteSettings("Hub", Optional.empty()));

        assertThat(notices.ended(Ending.IDLE, "x".repeat(200), NOW).closeReason())
                .isEqualTo("idle");
    }

    @Test
    void headersOfAnAnswerHoldNothingThatCameFromOutside() {
        Answer plain = answer("plain", ClientKind.PERSON);

        assertThat(answer("line\r\nSet-Cookie: a=b", ClientKind.PERSON).headers())
                .isEqualTo(plain.headers());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example",
                "/\\evil.example",
                "https://evil.example",
                "javascript:alert(1)",
                "/\t/evil",
                ""
            })
    void nobodyIsSentToAnotherHost(String returnTo) {
        assertThat(visit("r", returnTo).returnTo()).isEqualTo("/sales");
    }

    private static Answer answer(String hostile, ClientKind client) {
        Session session = new Session(
                new SessionId(hostile),
                new User("corp", "anna"),
                hostile,
                NOW.minusSeconds(60),
                NOW,
                Duration.ofMinutes(30),
                hostile,
                "Mozilla/5.0 " + hostile,
                Optional.empty());
        SiteSettings site = new SiteSettings("x" + hostile, Optional.of(hostile));
        return new Answers(site)
                .answer(
                        new Notice.Refused(verdict(hostile), List.of(session), hostile),
                        visit(hostile, "/" + hostile),
                        client);
    }

    private static Verdict.Refused verdict(String hostile) {
        List<Explanation.Step> steps = List.of(new Explanation.Step(hostile, true, hostile));
        return new Verdict.Refused(
                Refusal.TOO_MANY_SESSIONS, 5, Optional.of(NOW.plusSeconds(9)), new Explanation(steps, hostile));
    }

    private static Visit visit(String requestId, String returnTo) {
        String printable = requestId
                .codePoints()
                .filter(c -> c >= ' ' && c < 0x7f)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return new Visit(
                requestId,
                "/sales",
                Optional.of(new User("corp", "x" + printable)),
                Optional.of(SignOut.form("/" + requestId, requestId)),
                returnTo,
                false,
                false,
                NOW);
    }
}
