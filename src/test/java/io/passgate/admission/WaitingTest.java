package io.passgate.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.identity.User;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** People held at the refusal page (design.md §8). */
class WaitingTest {

    private static final User ANNA = User.parse("CORP\\anna");
    private static final User BERT = User.parse("CORP\\bert");

    @Test
    void changeWakesEverybodyWhoWaitsForThatUserAndNobodyElse() {
        Waiting waiting = new Waiting(10);
        CompletableFuture<Void> one = waiting.join(ANNA).orElseThrow();
        CompletableFuture<Void> two = waiting.join(ANNA).orElseThrow();
        CompletableFuture<Void> other = waiting.join(BERT).orElseThrow();

        waiting.wake(ANNA);

        assertThat(one).isCompleted();
        assertThat(two).isCompleted();
        assertThat(other).isNotDone();
        waiting.wake(User.parse("CORP\\nobody"));
    }

    @Test
    void everybodyIsWokenWhenAllMayGain() {
        Waiting waiting = new Waiting(10);
        List<CompletableFuture<Void>> all =
                List.of(waiting.join(ANNA).orElseThrow(), waiting.join(BERT).orElseThrow());

        waiting.wakeAll();

        assertThat(all).allMatch(CompletableFuture::isDone);
    }

    @Test
    void beyondTheBoundNobodyIsHeld() {
        Waiting waiting = new Waiting(2);
        waiting.join(ANNA).orElseThrow();
        CompletableFuture<Void> second = waiting.join(BERT).orElseThrow();

        assertThat(waiting.join(ANNA)).isEmpty();
        second.cancel(false);
        assertThat(waiting.join(ANNA)).as("leaving gives the place back").isPresent();
        assertThat(waiting.join(ANNA)).isEmpty();
    }

    @Test
    void placeIsGivenBackOnceHoweverTheWaitEnds() {
        Waiting waiting = new Waiting(1);
        CompletableFuture<Void> first = waiting.join(ANNA).orElseThrow();

        waiting.wake(ANNA);
        first.cancel(false);
        waiting.wake(ANNA);

        assertThat(waiting.join(ANNA)).isPresent();
        assertThat(waiting.join(ANNA)).isEmpty();
    }

    @Test
    void joinersAndWakersAtOnceLoseNobodyWhoJoinedBeforeTheChange() {
        Waiting waiting = new Waiting(1000);
        List<CompletableFuture<Void>> joined = LedgerFixture.race(IntStream.range(0, 64)
                .<Callable<CompletableFuture<Void>>>mapToObj(i -> () -> {
                    CompletableFuture<Void> change = waiting.join(ANNA).orElseThrow();
                    waiting.wake(ANNA);
                    return change;
                })
                .toList());

        assertThat(joined).allSatisfy(change -> assertThat(change.orTimeout(1, TimeUnit.SECONDS))
                .isCompleted());
    }
}
