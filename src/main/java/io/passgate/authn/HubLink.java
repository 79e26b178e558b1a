package io.passgate.authn;

import static java.util.concurrent.CompletableFuture.completedFuture;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.passgate.hub.HubAnswer;
import io.passgate.hub.HubCall;
import io.passgate.hub.HubFault;
import io.passgate.identity.Credential;
import io.passgate.identity.Credentials;
import io.passgate.identity.Identification;
import io.passgate.identity.Identification.CannotTell;
import io.passgate.identity.Identification.Nobody;
import io.passgate.identity.RequestFacts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the hub who is asking, with the request's own credentials (design.md §4). A hub that says it is asked too much is left
 * alone for as long as it says, for the client's address it said it about: it was told that address, so whoever makes it
 * say so silences nobody else. Safe for use by many threads.
 */
final class HubLink implements IdentityLink {

    private static final Logger LOG = LoggerFactory.getLogger(HubLink.class);

    /** A user that the hub named is asked about again after this at the earliest. */
    static final Duration ASKED_AGAIN_AFTER = Duration.ofSeconds(60);

    /** More questions on their way than this mean that the hub does not keep up. */
    static final int MAX_ON_THE_WAY = 512;

    private static final int MAX_PAUSES = 10_000;

    private final String virtualProxy;
    private final CredentialNames names;
    private final Question question;
    private final AnswerReader reader;
    private final Function<HubCall, CompletionStage<HubAnswer>> hub;
    private final Epochs epochs;
    private final BiConsumer<Identification, Duration> asked;
    private final InstantSource clock;
    private final RememberedAnswers remembered;
    private final Cache<String, Instant> pauses;
    private final AtomicInteger onTheWay = new AtomicInteger();
    private final AtomicBoolean failing = new AtomicBoolean();

    /**
     * What it works with.
     *
     * @param hub puts a call to the hub
     * @param asked hears of each answer and how long it took
     */
    record Surroundings(
            Function<HubCall, CompletionStage<HubAnswer>> hub,
            Epochs epochs,
            BiConsumer<Identification, Duration> asked,
            InstantSource clock) {}

    HubLink(AskHub settings, String virtualProxy, Surroundings around) {
        this.virtualProxy = virtualProxy;
        this.names = settings.credentials();
        this.question = new Question(settings, virtualProxy);
        this.reader = new AnswerReader(settings);
        this.hub = around.hub();
        this.epochs = around.epochs();
        this.asked = around.asked();
        this.clock = around.clock();
        this.remembered = new RememberedAnswers(clock);
        this.pauses = Caffeine.newBuilder()
                .maximumSize(MAX_PAUSES)
                .executor(Runnable::run)
                .build();
    }

    @Override
    public CompletionStage<Identification> identify(RequestFacts facts) {
        Credentials credentials = listed(facts.credentials());
        if (credentials.isEmpty() && !names.isEmpty()) {
            return completedFuture(new Nobody(List.of()));
        }
        return remembered.about(key(credentials, facts), () -> ask(credentials, facts));
    }

    /** A chain may ask twice with different credentials: each link sees its own. */
    private Credentials listed(Credentials all) {
        return new Credentials(all.all().stream().filter(this::isListed).toList());
    }

    private boolean isListed(Credential credential) {
        return switch (credential.kind()) {
            case COOKIE -> names.cookies().contains(credential.name());
            case HEADER -> names.headers().contains(credential.name());
            case QUERY ->
                names.query().contains(credential.name()) && !names.oneTime().contains(credential.name());
        };
    }

    /**
     * Without credentials the hub goes by the address, the one thing that it is told about the client. What was asked in an
     * earlier epoch answers nobody who comes in this one.
     */
    private String key(Credentials credentials, RequestFacts facts) {
        String who = credentials.isEmpty() ? "address " + facts.address() : credentials.fingerprint();
        return who + " " + epochs.of(facts);
    }

    private CompletionStage<Identification> ask(Credentials credentials, RequestFacts facts) {
        Instant now = clock.instant();
        Instant pausedUntil = pauses.getIfPresent(facts.address());
        if (pausedUntil != null
                && now.isBefore(pausedUntil)
                && !now.plus(RetryAfter.LONGEST).isBefore(pausedUntil)) {
            return completedFuture(new CannotTell("the hub wants not to be asked until " + pausedUntil));
        }
        HubCall call;
        try {
            call = question.about(credentials, facts);
        } catch (IllegalArgumentException e) {
            return completedFuture(new CannotTell("a credential cannot be replayed: " + e.getMessage()));
        }
        if (onTheWay.incrementAndGet() > MAX_ON_THE_WAY) {
            onTheWay.decrementAndGet();
            return completedFuture(new CannotTell("the hub has too many who-am-I questions to answer"));
        }
        return completedFuture(call).thenCompose(hub).handle((answer, failure) -> {
            onTheWay.decrementAndGet();
            Identification who = failure == null ? heard(answer, facts) : new CannotTell(reason(failure));
            asked.accept(who, Duration.between(now, clock.instant()));
            return told(who);
        });
    }

    private Identification heard(HubAnswer answer, RequestFacts facts) {
        Instant now = clock.instant();
        RetryAfter.of(answer, now).ifPresent(until -> pauses.put(facts.address(), until));
        return reader.read(answer, now.plus(ASKED_AGAIN_AFTER));
    }

    private static String reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return "who-am-I failed: "
                + (cause instanceof HubFault
                        ? cause.getMessage()
                        : cause.getClass().getSimpleName());
    }

    /** Says once that the answers fail, and once that they are back. */
    private Identification told(Identification who) {
        return who.fold(named -> well(who), nobody -> well(who), cannotTell -> {
            if (failing.compareAndSet(false, true)) {
                LOG.warn("virtual proxy {}: cannot tell who is asking: {}", virtualProxy, cannotTell.why());
            }
            return who;
        });
    }

    private Identification well(Identification who) {
        if (failing.compareAndSet(true, false)) {
            LOG.info("virtual proxy {}: the hub says again who is asking", virtualProxy);
        }
        return who;
    }
}
