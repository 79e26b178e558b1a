package io.passgate.authn;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.passgate.identity.Attributes;
import io.passgate.identity.Identification;
import io.passgate.identity.Identification.CannotTell;
import io.passgate.identity.Identification.Named;
import io.passgate.identity.Identification.Nobody;
import io.passgate.identity.RequestFacts;
import io.passgate.identity.User;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;

/**
 * Reads the user from a trusted header. Checks the TCP peer itself, whatever the reader of the head has done: from a peer
 * that is not listed the header does not exist. Immutable; safe for use by many threads.
 */
final class HeaderLink implements IdentityLink {

    private final TrustedHeader settings;
    private final String lowerName;

    HeaderLink(TrustedHeader settings) {
        this.settings = settings;
        this.lowerName = settings.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public CompletionStage<Identification> identify(RequestFacts facts) {
        return completedFuture(read(facts));
    }

    private Identification read(RequestFacts facts) {
        List<String> values = facts.identityHeaders().getOrDefault(lowerName, List.of());
        if (values.isEmpty() || !settings.from().contains(facts.peer())) {
            return new Nobody(List.of());
        }
        if (values.stream().distinct().count() > 1) {
            return cannotTell("is sent twice with different values");
        }
        String value = values.get(0);
        return HeaderValue.flaw(value).<Identification>map(this::cannotTell).orElseGet(() -> named(value));
    }

    private Identification named(String value) {
        try {
            return new Named(
                    new User(settings.directory(), value),
                    User.asSeen(settings.directory(), value),
                    Attributes.NONE,
                    List.of(),
                    Instant.MAX);
        } catch (IllegalArgumentException e) {
            return cannotTell("names no user: " + e.getMessage());
        }
    }

    private Identification cannotTell(String why) {
        return new CannotTell("the header " + settings.name() + " " + why);
    }
}
