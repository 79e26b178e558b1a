package io.passgate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.identity.User;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** People held at the refusal page (design.md §8). */
class WaitingTest {

    private static final User ANNA = User.parse("CORP\\anna");
    private static final User BERT = User.parse("CORP\\bert");

    private final TestGate.Time clock = new TestGate.Time();
    private final AtomicInteger annas = new AtomicInteger();
    private final AtomicInteger berts = new AtomicInteger();

    private Instant later() {
        return clock.instant().plusMillis(1);
    }

    @Test
    void changeWakesEverybodyWhoWaitsForThatUserAndNobodyElse() {
        Waiting waiting = new Waiting(10, clock);
        waiting.join(ANNA, later(), annas::incrementAndGet);
        waiting.join(ANNA, later(), annas::incrementAndGet);
        waiting.join(BERT, later(), berts::incrementAndGet);

        waiting.wake(ANNA);
        waiting.wake(ANNA);
        waiting.wake(User.parse("CORP\\nobody"));

        assertThat(annas).hasValue(2);
        assertThat(berts).hasValue(0);
    }

    @Test
    void everybodyIsWokenWhenAllMayGain() {
        Waiting waiting = new Waiting(10, clock);
        waiting.join(ANNA, later(), annas::incrementAndGet);
        waiting.join(BERT, later(), berts::incrementAndGet);

        waiting.wakeAll();

        assertThat(annas).hasValue(1);
        assertThat(berts).hasValue(1);
    }

    @Test
    void changeAfterThePageWasMadeIsNotMissed() {
        Waiting waiting = new Waiting(10, clock);
        Instant made = clock.instant();
        clock.forward(Duration.ofSeconds(1));
        waiting.wake(ANNA);
        clock.forward(Duration.ofSeconds(1));

        waiting.join(ANNA, made, annas::incrementAndGet);
        waiting.join(BERT, made, berts::incrementAndGet);

        assertThat(annas).hasValue(1);
        assertThat(berts).hasValue(0);
        waiting.join(ANNA, clock.instant(), annas::incrementAndGet);
        assertThat(annas).as("a page made since knows of it").hasValue(1);
    }

    @Test
    void changeForAllAfterThePageWasMadeIsNotMissedByThoseWhoDidNotWait() {
        Waiting waiting = new Waiting(10, clock);
        Instant made = clock.instant();
        clock.forward(Duration.ofSeconds(1));
        waiting.wakeAll();

        waiting.join(ANNA, made, annas::incrementAndGet);

        assertThat(annas).hasValue(1);
    }

    @Test
    void whoHasLeftIsNotWoken() {
        Waiting waiting = new Waiting(10, clock);
        Waiting.Place place =
                waiting.join(ANNA, later(), annas::incrementAndGet).orElseThrow();

        place.leave();
        waiting.wake(ANNA);

        assertThat(annas).hasValue(0);
    }

    @Test
    void beyondTheBoundNobodyIsHeldAndAPlaceIsGivenBackOnce() {
        Waiting waiting = new Waiting(2, clock);
        waiting.join(ANNA, later(), annas::incrementAndGet);
        Waiting.Place second =
                waiting.join(BERT, later(), berts::incrementAndGet).orElseThrow();
        assertThat(waiting.join(ANNA, later(), annas::incrementAndGet)).isEmpty();

        second.leave();
        second.leave();
        waiting.wake(BERT);

        assertThat(waiting.join(ANNA, later(), annas::incrementAndGet)).isPresent();
        assertThat(waiting.join(ANNA, later(), annas::incrementAndGet)).isEmpty();
    }

    @Test
    void joinersAndWakersAtOnceWakeEachOnce() {
        Waiting waiting = new Waiting(1000, clock);

        LedgerFixture.race(IntStream.range(0, 64)
                .<Callable<Boolean>>mapToObj(i -> () -> {
                    boolean held =
                            waiting.join(ANNA, later(), annas::incrementAndGet).isPresent();
                    waiting.wake(ANNA);
                    return held;
                })
                .toList());

        assertThat(annas).hasValue(64);
    }
}
