package io.passgate.authn;

import static java.util.concurrent.CompletableFuture.completedFuture;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.passgate.identity.Attributes;
import io.passgate.identity.Identification;
import io.passgate.identity.Identification.CannotTell;
import io.passgate.identity.Identification.Named;
import io.passgate.identity.Identification.Nobody;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a hub said about credentials, for as long as it stands, and who is being asked about: one question at a time per
 * credential, whose answer all who came meanwhile share. Bounded; an answer that was pushed out is asked for again. Safe for
 * use by many threads.
 *
 * <p>A user stands until the answer says. <em>Nobody</em> must not outlive a login that keeps the cookie's value: it counts
 * for who came before the question was put and for nobody later, until a client has been told so {@link #PATIENCE} times in
 * a row; from then on it stands a second at a time. A failure stands a second, so that a failing hub is not hammered.
 */
final class RememberedAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(RememberedAnswers.class);

    /** How long a failure stands, and a repeated nobody. */
    static final Duration SHORT = Duration.ofSeconds(1);

    /** How many times in a row nobody is asked about at once. */
    static final int PATIENCE = 3;

    private static final Duration KEPT = Duration.ofMinutes(2);
    private static final long MAX_CHARACTERS = 16L << 20;
    private static final int PER_ANSWER = 256;

    private final Cache<String, Answer> answers;
    private final ConcurrentHashMap<String, CompletableFuture<Identification>> asking = new ConcurrentHashMap<>();
    private final InstantSource clock;

    RememberedAnswers(InstantSource clock) {
        this.clock = clock;
        this.answers = Caffeine.newBuilder()
                .expireAfterWrite(KEPT)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .maximumWeight(MAX_CHARACTERS)
                .weigher((String key, Answer answer) -> PER_ANSWER + characters(answer.what()))
                .executor(Runnable::run)
                .build();
    }

    /**
     * @param what without the {@code Set-Cookie} values, which are handed on once
     * @param from when it was given: where the clock was set back behind that, it does not stand
     */
    private record Answer(Identification what, Instant from, Instant until, int nobodyInARow) {
        boolean stands(Instant now) {
            return !now.isBefore(from) && now.isBefore(until);
        }
    }

    /** The answer that stands, or the one that {@code ask} or a question already put brings. Never fails. */
    CompletionStage<Identification> about(String key, Supplier<CompletionStage<Identification>> ask) {
        return about(key, ask, true);
    }

    private CompletionStage<Identification> about(
            String key, Supplier<CompletionStage<Identification>> ask, boolean late) {
        Answer answer = answers.getIfPresent(key);
        if (answer != null && answer.stands(clock.instant())) {
            return completedFuture(answer.what());
        }
        CompletableFuture<Identification> mine = new CompletableFuture<>();
        CompletableFuture<Identification> running = asking.putIfAbsent(key, mine);
        if (running == null) {
            begin(key, mine, ask);
            return mine;
        }
        return late
                ? running.thenCompose(who -> isNobody(who) ? about(key, ask, false) : completedFuture(who))
                : running;
    }

    private void begin(
            String key, CompletableFuture<Identification> mine, Supplier<CompletionStage<Identification>> ask) {
        Answer meanwhile = answers.getIfPresent(key);
        if (meanwhile != null && meanwhile.stands(clock.instant())) {
            asking.remove(key, mine);
            mine.complete(meanwhile.what());
            return;
        }
        var unused = completedFuture(ask).thenCompose(Supplier::get).whenComplete((who, failure) -> {
            Identification what = failure == null ? who : broken(failure);
            answers.put(key, answer(key, what));
            asking.remove(key, mine);
            mine.complete(what);
        });
    }

    private Answer answer(String key, Identification what) {
        Instant now = clock.instant();
        return what.fold(
                named -> new Answer(
                        new Named(named.user(), named.asSeen(), named.attributes(), List.of(), named.until()),
                        now,
                        named.until(),
                        0),
                nobody -> {
                    Answer before = answers.getIfPresent(key);
                    int inARow = before == null ? 1 : before.nobodyInARow() + 1;
                    return new Answer(new Nobody(List.of()), now, inARow > PATIENCE ? now.plus(SHORT) : now, inARow);
                },
                cannotTell -> new Answer(cannotTell, now, now.plus(SHORT), 0));
    }

    private static Identification broken(Throwable failure) {
        LOG.error("asking who somebody is broke", failure);
        return new CannotTell("who-am-I broke inside the gate");
    }

    private static boolean isNobody(Identification who) {
        return who.fold(named -> false, nobody -> true, cannotTell -> false);
    }

    private static int characters(Identification what) {
        Attributes attributes = what.fold(Named::attributes, nobody -> Attributes.NONE, cannotTell -> Attributes.NONE);
        return attributes.values().entrySet().stream()
                .mapToInt(e -> e.getKey().length()
                        + e.getValue().stream().mapToInt(String::length).sum())
                .sum();
    }
}
