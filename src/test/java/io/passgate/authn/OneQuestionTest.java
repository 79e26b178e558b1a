package io.passgate.authn;

import static io.passgate.authn.ChainFixture.cookie;
import static io.passgate.authn.ChainFixture.said;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.passgate.identity.Identification;
import io.passgate.identity.RequestFacts;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How often a hub is asked: once for all who come together, again after 60 s, at once after a login, seldom when it fails. */
class OneQuestionTest {

    private static final Duration MINUTE = Duration.ofSeconds(60);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MOMENT = Duration.ofMillis(1);

    private ChainFixture gate;

    @BeforeEach
    void start() throws Exception {
        gate = new ChainFixture(WhoAmIHub.named(), ChainFixture.ASK);
    }

    @AfterEach
    void stop() throws Exception {
        gate.close();
    }

    private int asked() {
        return gate.hub.asked().size();
    }

    /** Lets answers out only when the latch opens. */
    private static WhoAmIHub.Script held(CountDownLatch until, WhoAmIHub.Script script) {
        return (asked, out) -> {
            until.await();
            script.answer(asked, out);
        };
    }

    @Test
    void eachQuestionIsToldOfOnceWithItsAnswer() throws Exception {
        gate.who(cookie("alice"));
        gate.who(cookie("alice"));
        gate.chain.forget(ChainFixture.with(cookie("alice")));
        gate.who(cookie("alice"));

        assertThat(gate.outcomes).containsExactly("Named false", "Named false");
    }

    private List<CompletionStage<Identification>> arrivals(int count) {
        List<CompletionStage<Identification>> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            answers.add(gate.identify(ChainFixture.with(cookie("alice"))));
        }
        return answers;
    }

    @Test
    void twoHundredWhoComeTogetherAreOneQuestion() throws Exception {
        CountDownLatch all = new CountDownLatch(1);
        gate.hub.says(held(all, WhoAmIHub.named()));
        List<CompletionStage<Identification>> answers = arrivals(200);
        all.countDown();
        for (CompletionStage<Identification> answer : answers) {
            assertThat(said(ChainFixture.await(answer))).isEqualTo("HUB\\alice");
        }
        assertThat(asked()).isEqualTo(1);
    }

    @Test
    void twoHundredWhoComeTogetherAndAreNobodyAreTwoQuestions() throws Exception {
        CountDownLatch all = new CountDownLatch(1);
        gate.hub.says(held(all, WhoAmIHub.status(401)));
        List<CompletionStage<Identification>> answers = arrivals(200);
        all.countDown();
        for (CompletionStage<Identification> answer : answers) {
            assertThat(said(ChainFixture.await(answer))).isEqualTo("nobody");
        }
        assertThat(asked()).as("one for the first, one put after all had come").isEqualTo(2);
    }

    @Test
    void whoeverComesAfterTheLoginIsNotToldWhatWasAskedBeforeIt() throws Exception {
        CountDownLatch before = new CountDownLatch(1);
        CountDownLatch loggedIn = new CountDownLatch(1);
        gate.hub.says((asked, out) -> {
            before.countDown();
            loggedIn.await();
            WhoAmIHub.send(out, 401, "");
        });
        CompletionStage<Identification> early = gate.identify(ChainFixture.with(cookie("alice")));
        before.await();
        gate.hub.says(WhoAmIHub.named());
        CompletionStage<Identification> late = gate.identify(ChainFixture.with(cookie("alice")));
        loggedIn.countDown();
        assertThat(said(ChainFixture.await(early))).isEqualTo("nobody");
        assertThat(said(ChainFixture.await(late))).isEqualTo("HUB\\alice");
    }

    @Test
    void aUserIsAskedAboutAgainAfterSixtySecondsAndNotBefore() throws Exception {
        assertThat(gate.said(cookie("alice"))).isEqualTo("HUB\\alice");
        gate.hub.says(WhoAmIHub.json("{\"user\":\"bob\"}"));
        gate.later(MINUTE.minus(MOMENT));
        assertThat(gate.said(cookie("alice"))).isEqualTo("HUB\\alice");
        assertThat(asked()).isEqualTo(1);
        gate.later(MOMENT);
        assertThat(gate.said(cookie("alice"))).isEqualTo("HUB\\bob");
        assertThat(asked()).isEqualTo(2);
    }

    @Test
    void aClockSetBackMakesNoAnswerLiveLonger() throws Exception {
        gate.said(cookie("alice"));
        gate.later(Duration.ofHours(-2));
        gate.said(cookie("alice"));
        assertThat(asked()).isEqualTo(2);
    }

    @Test
    void aLoginThatKeepsTheCookiesValueIsSeenAtOnce() throws Exception {
        gate.hub.says(WhoAmIHub.status(401));
        assertThat(gate.said(cookie("alice"))).isEqualTo("nobody");
        gate.hub.says(WhoAmIHub.named());
        assertThat(gate.said(cookie("alice"))).isEqualTo("HUB\\alice");
    }

    @Test
    void whoIsNobodyAgainAndAgainIsAskedAboutOnceASecond() throws Exception {
        gate.hub.says(WhoAmIHub.status(401));
        for (int i = 0; i < 50; i++) {
            assertThat(gate.said(cookie("alice"))).isEqualTo("nobody");
        }
        int patience = RememberedAnswers.PATIENCE + 1;
        assertThat(asked()).isEqualTo(patience);
        gate.later(SECOND);
        gate.said(cookie("alice"));
        gate.said(cookie("alice"));
        assertThat(asked()).isEqualTo(patience + 1);
    }

    @Test
    void forgettingAsksAtOnce() throws Exception {
        gate.hub.says(WhoAmIHub.status(401));
        for (int i = 0; i < 10; i++) {
            gate.said(cookie("alice"));
        }
        gate.hub.says(WhoAmIHub.named());
        gate.chain.forget(ChainFixture.with(cookie("alice")));
        assertThat(gate.said(cookie("alice"))).isEqualTo("HUB\\alice");
        gate.hub.says(WhoAmIHub.status(401));
        gate.chain.forget(ChainFixture.with(cookie("alice")));
        assertThat(gate.said(cookie("alice"))).as("after a log-out").isEqualTo("nobody");
    }

    @Test
    void forgettingConcernsNobodyElse() throws Exception {
        gate.said(cookie("alice"));
        gate.chain.forget(ChainFixture.with(cookie("bob")));
        gate.said(cookie("alice"));
        assertThat(asked()).isEqualTo(1);
    }

    @Test
    void anAnswerUnderWayWhenItIsForgottenIsNotRemembered() throws Exception {
        CountDownLatch loggedOut = new CountDownLatch(1);
        gate.hub.says(held(loggedOut, WhoAmIHub.named()));
        CompletionStage<Identification> before = gate.identify(ChainFixture.with(cookie("alice")));
        await().until(() -> asked() == 1);
        gate.chain.forget(ChainFixture.with(cookie("alice")));
        gate.hub.says(WhoAmIHub.status(401));
        assertThat(gate.said(cookie("alice")))
                .as("does not wait for the old question")
                .isEqualTo("nobody");
        loggedOut.countDown();
        ChainFixture.await(before);
        assertThat(gate.said(cookie("alice"))).isEqualTo("nobody");
    }

    @Test
    void anAnswerThatWasForgottenDoesNotTakeThePlaceOfTheOneAskedForSince() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        gate.hub.says(held(first, WhoAmIHub.named()));
        CompletionStage<Identification> before = gate.identify(ChainFixture.with(cookie("alice")));
        await().until(() -> asked() == 1);
        gate.chain.forget(ChainFixture.with(cookie("alice")));
        gate.hub.says(held(second, WhoAmIHub.json("{\"user\":\"bob\"}")));
        CompletionStage<Identification> since = gate.identify(ChainFixture.with(cookie("alice")));
        await().until(() -> asked() == 2);
        first.countDown();
        assertThat(said(ChainFixture.await(before))).isEqualTo("HUB\\alice");
        CompletionStage<Identification> meanwhile = gate.identify(ChainFixture.with(cookie("alice")));
        second.countDown();
        assertThat(said(ChainFixture.await(since))).isEqualTo("HUB\\bob");
        assertThat(said(ChainFixture.await(meanwhile))).isEqualTo("HUB\\bob");
        assertThat(gate.said(cookie("alice"))).isEqualTo("HUB\\bob");
        assertThat(asked()).isEqualTo(2);
    }

    @Test
    void aFailureStandsOneSecondPerCredential() throws Exception {
        gate.hub.says(WhoAmIHub.status(500));
        for (int i = 0; i < 50; i++) {
            assertThat(gate.said(cookie("alice"))).startsWith("?");
        }
        assertThat(asked()).isEqualTo(1);
        gate.later(SECOND.minus(MOMENT));
        gate.said(cookie("alice"));
        assertThat(asked()).isEqualTo(1);
        gate.hub.says(WhoAmIHub.named());
        gate.later(MOMENT);
        assertThat(gate.said(cookie("alice"))).isEqualTo("HUB\\alice");
    }

    @Test
    void aHubThatHangsIsAskedABoundedNumberOfQuestionsAtATime() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        List<CompletionStage<Identification>> answers = new ArrayList<>();
        gate.hub.says(held(never, WhoAmIHub.named()));
        for (int i = 0; i < HubLink.MAX_ON_THE_WAY + 10; i++) {
            answers.add(gate.identify(ChainFixture.with(cookie("u" + i))));
        }
        for (CompletionStage<Identification> answer : answers.subList(HubLink.MAX_ON_THE_WAY, answers.size())) {
            assertThat(answer.toCompletableFuture()).as("told at once").isDone();
            assertThat(said(ChainFixture.await(answer))).contains("too many who-am-I questions");
        }
        never.countDown();
        for (CompletionStage<Identification> answer : answers) {
            ChainFixture.await(answer);
        }
        assertThat(gate.said(cookie("after"))).isEqualTo("HUB\\after");
    }

    private static RequestFacts from(String address, String sid) {
        return ChainFixture.facts("/", "10.1.0.7", address, Map.of(), cookie(sid));
    }

    @Test
    void aHubThatIsAskedTooMuchIsLeftAloneForAsLongAsItSays() throws Exception {
        gate.hub.says(WhoAmIHub.status(429, "Retry-After: 30"));
        assertThat(said(gate.who(from("192.0.2.1", "alice")))).isEqualTo("? the hub answered who-am-I with status 429");
        gate.hub.says(WhoAmIHub.named());
        gate.later(Duration.ofSeconds(29));
        assertThat(said(gate.who(from("192.0.2.1", "alice")))).contains("wants not to be asked until");
        assertThat(said(gate.who(from("192.0.2.1", "bob")))).contains("wants not to be asked until");
        assertThat(said(gate.who(from("192.0.2.2", "carol"))))
                .as("another address, which has done nothing, is not silenced")
                .isEqualTo("HUB\\carol");
        gate.later(SECOND);
        assertThat(said(gate.who(from("192.0.2.1", "alice")))).isEqualTo("HUB\\alice");
    }

    @Test
    void retryAfterCanBeADate() throws Exception {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                gate.clock.instant().plusSeconds(45).atOffset(ZoneOffset.UTC));
        gate.hub.says(WhoAmIHub.status(503, "Retry-After: " + date));
        gate.said(cookie("alice"));
        gate.hub.says(WhoAmIHub.named());
        gate.later(Duration.ofSeconds(44));
        assertThat(gate.said(cookie("alice"))).contains("wants not to be asked until");
        gate.later(SECOND);
        assertThat(gate.said(cookie("alice"))).isEqualTo("HUB\\alice");
    }

    @Test
    void retryAfterIsBelievedUpToTenMinutes() throws Exception {
        gate.hub.says(WhoAmIHub.status(429, "Retry-After: 99999999999999"));
        gate.said(cookie("alice"));
        gate.hub.says(WhoAmIHub.named());
        gate.later(Duration.ofMinutes(10));
        assertThat(gate.said(cookie("alice"))).isEqualTo("HUB\\alice");
    }

    @Test
    void aTooManyThatNamesNoTimeMeansOneSecond() throws Exception {
        gate.hub.says(WhoAmIHub.status(429, "Retry-After: soon"));
        gate.said(cookie("alice"));
        gate.hub.says(WhoAmIHub.named());
        assertThat(gate.said(cookie("bob"))).contains("wants not to be asked until");
        gate.later(SECOND);
        assertThat(gate.said(cookie("bob"))).isEqualTo("HUB\\bob");
    }

    @Test
    void answersAreKeptPerVirtualProxy() throws Exception {
        IdentityChain other = gate.chain("/b", gate.hub.url(), ChainFixture.ASK);
        gate.said(cookie("alice"));
        ChainFixture.await(
                other.identify(ChainFixture.facts("/b", "10.1.0.7", "192.0.2.9", Map.of(), cookie("alice"))));
        assertThat(asked()).isEqualTo(2);
    }
}
