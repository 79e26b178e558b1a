package io.passgate.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.passgate.testing.LeakCheck;
import io.passgate.testing.RawClient;
import io.passgate.testing.ScriptedHub;
import io.passgate.testing.StrictReader;
import io.passgate.wire.HeadLimits;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Whatever a client sends: the hub gets sound requests only, no more and no others than a strict reader finds in what was sent;
 * every connection ends in time; and whoever comes next is served.
 */
@ExtendWith(LeakCheck.class)
class MutationHazardTest {
    private static final int WORKERS = 4;
    /** Cases per worker, however slow the machine. */
    private static final int FEWEST = 30;

    private static final String LAST = "GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    private static final FrontLimits IMPATIENT = new FrontLimits(
            HeadLimits.DEFAULT,
            100,
            Duration.ofMillis(250),
            Duration.ofMillis(250),
            Duration.ofMillis(250),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            64 << 10);

    @Test
    void mutatedRequestsOfAFewSeconds() {
        run(Duration.ofSeconds(5));
    }

    @Test
    @Tag("long")
    void mutatedRequestsOfAMinute() {
        run(Duration.ofMinutes(1));
    }

    /** The seed can be given as the system property {@code passgate.seed}. */
    private static void run(Duration time) {
        long seed = Long.getLong("passgate.seed", System.nanoTime());
        System.out.println("MutationHazardTest: -Dpassgate.seed=" + seed);
        AtomicInteger cases = new AtomicInteger();
        Executor threads = work -> new Thread(work).start();
        List<CompletableFuture<Void>> workers = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            long own = seed + i;
            workers.add(CompletableFuture.runAsync(() -> work(own, time, cases), threads));
        }
        workers.forEach(CompletableFuture::join);
        System.out.println("MutationHazardTest: " + cases + " cases");
    }

    private static void work(long seed, Duration time, AtomicInteger cases) {
        Mutations mutations = new Mutations(seed);
        List<StrictReader.Request> atHub = new CopyOnWriteArrayList<>();
        List<String> unsound = new CopyOnWriteArrayList<>();
        ScriptedHub hub = new ScriptedHub(one -> serve(one, atHub, unsound));
        TestGate gate = new TestGate(hub.url()).limits(IMPATIENT).hub(Hubs.answeringWithinMillis(8000));
        try (Ground ground = new Ground(hub, gate)) {
            ground.assertServesOthers();
            long end = System.nanoTime() + time.toNanos();
            for (int i = 0; i < FEWEST || System.nanoTime() - end < 0; i++) {
                String sent = mutations.next();
                atHub.clear();
                String told = "seed " + seed + ", sent: " + printable(sent);
                String answers = exchange(ground, mutations.parts(sent + LAST), told);

                assertThat(unsound).as(told).isEmpty();
                assertThat(answers).as(told).matches("(?s)(HTTP/1\\.1 [1-5][0-9][0-9] .*)?");
                // a request given up on would reach the hub while the next case is looked at
                assertThat(answers).as(told).doesNotContain("HTTP/1.1 504");
                assertOnlyWhatWasSent(sent + LAST, atHub, told);
                cases.incrementAndGet();
                if (i % 10 == 0) {
                    ground.assertServesOthers();
                }
            }
        }
    }

    private static void serve(ScriptedHub.Conversation hub, List<StrictReader.Request> requests, List<String> unsound)
            throws IOException {
        StrictReader reader = StrictReader.ofHub(hub::readByte);
        try {
            for (Optional<StrictReader.Request> next = reader.next(); next.isPresent(); next = reader.next()) {
                requests.add(next.get());
                hub.send(
                        next.get().method().equals("HEAD")
                                ? Ground.OK.substring(0, Ground.OK.length() - 2)
                                : Ground.OK);
            }
        } catch (StrictReader.NotARequest e) {
            unsound.add(e.getMessage() + " in " + printable(hub.received()));
        } catch (EOFException cut) {
            // a request that was refused in its middle
        }
    }

    private static String exchange(Ground ground, List<byte[]> parts, String told) {
        try (RawClient client = ground.client()) {
            try {
                parts.forEach(client::send);
            } catch (UncheckedIOException refusedMeanwhile) {
                // what was answered is still there to be read
            }
            return client.readToEnd();
        } catch (AssertionError hangs) {
            return fail(told, hangs);
        }
    }

    private static void assertOnlyWhatWasSent(String sent, List<StrictReader.Request> atHub, String told) {
        ByteArrayInputStream in = new ByteArrayInputStream(sent.getBytes(StandardCharsets.ISO_8859_1));
        StrictReader reader = StrictReader.ofAnybody(in::read);
        for (StrictReader.Request got : atHub) {
            try {
                Optional<StrictReader.Request> meant = reader.next();
                assertThat(meant.map(StrictReader.Request::method)).as(told).contains(got.method());
                assertThat(meant.map(StrictReader.Request::body)).as(told).contains(got.body());
            } catch (IOException unsound) {
                fail(told + "\nthe hub got " + got + " where a strict reader finds: " + unsound);
            }
        }
    }

    private static String printable(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.append(c == '\r' ? "\\r" : c == '\n' ? "\\n" : c < ' ' || c > '~' ? "\\x%02x".formatted((int) c) : c);
        }
        return out.toString();
    }
}
