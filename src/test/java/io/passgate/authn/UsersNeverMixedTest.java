package io.passgate.authn;

import static io.passgate.authn.ChainFixture.cookie;
import static io.passgate.authn.ChainFixture.said;
import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.identity.RequestFacts;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Many people at once, with answers that are late, fail, or are forgotten while time passes: whoever is named is named by
 * their own credential.
 */
class UsersNeverMixedTest {

    private static final int PEOPLE = 24;
    private static final int THREADS = 16;
    private static final int ROUNDS = 250;
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    @Test
    void nobodyIsEverNamedByAnothersCredential() throws Exception {
        long seed = System.nanoTime();
        try (ChainFixture gate = new ChainFixture(UsersNeverMixedTest::answer, ChainFixture.ASK)) {
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            List<Future<Integer>> named = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                Random random = new Random(seed + t);
                named.add(threads.submit(person(gate, random, "seed " + seed)));
            }
            int total = 0;
            for (Future<Integer> one : named) {
                total += one.get(60, TimeUnit.SECONDS);
            }
            threads.shutdown();
            assertThat(total).as("most were named").isGreaterThan(THREADS * ROUNDS / 2);
            assertThat(gate.hub.asked().size())
                    .as("but the hub was asked seldom")
                    .isLessThan(THREADS * ROUNDS);
        }
    }

    /** The user of the cookie; now and then late, a failure, or a cut. */
    private static void answer(WhoAmIHub.Asked asked, OutputStream out) throws Exception {
        int luck = ThreadLocalRandom.current().nextInt(100);
        if (luck < 20) {
            NEVER.await(luck, TimeUnit.MILLISECONDS);
        } else if (luck < 25) {
            WhoAmIHub.send(out, 500, "");
            return;
        } else if (luck < 28) {
            throw new IOException("cut");
        }
        WhoAmIHub.send(
                out, 200, "{\"user\":\"" + asked.cookie("sid") + "\"}", "Set-Cookie: mine=" + asked.cookie("sid"));
    }

    private static Callable<Integer> person(ChainFixture gate, Random random, String seed) {
        return () -> {
            int named = 0;
            for (int i = 0; i < ROUNDS; i++) {
                String sid = "user-" + random.nextInt(PEOPLE);
                RequestFacts facts = ChainFixture.with(cookie(sid));
                switch (random.nextInt(30)) {
                    case 0 -> gate.chain.forget(facts);
                    case 1 -> gate.later(Duration.ofMillis(random.nextInt(20_000)));
                    default -> {
                        var who = gate.who(facts);
                        String said = said(who);
                        assertThat(said).as(seed).matches("\\? .*|HUB\\\\" + sid);
                        List<String> cookies = who.fold(n -> n.setCookies(), n -> List.of(), c -> List.of());
                        assertThat(cookies).as(seed).allMatch(value -> value.equals("mine=" + sid));
                        named += said.startsWith("?") ? 0 : 1;
                    }
                }
            }
            return named;
        };
    }
}
