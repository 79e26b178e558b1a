package io.passgate.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.admission.Opening;
import io.passgate.admission.Renewal;
import io.passgate.decision.AtLimit;
import io.passgate.decision.Charge;
import io.passgate.decision.Paid;
import io.passgate.decision.Policy.Enforcement;
import io.passgate.decision.Refusal;
import io.passgate.decision.Verdict;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.session.SessionId;
import io.passgate.store.SiteModel.Open;
import io.passgate.store.SiteModel.Way;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Says whether a verdict is the right one by the model, and has the model follow it. */
final class SiteVerdicts {

    private final SiteModel model;
    private final SiteWorld world;

    SiteVerdicts(SiteModel model, SiteWorld world) {
        this.model = model;
        this.world = world;
    }

    void opened(Opening opening, Opening.Outcome outcome) {
        User user = opening.session().user();
        model.seen(user, opening.attributes());
        Optional<SessionId> joined = joined(opening);
        boolean shut = world.shut().isPresent() && world.passesEnforced();
        Runnable judged = outcome.verdict()
                .fold(
                        exempt -> () -> assertThat(user).isEqualTo(SiteWorld.EXEMPT),
                        renewed -> () -> {
                            model.count("joined");
                            assertThat(shut).as("the license lets nobody in").isFalse();
                            assertThat(joined).as("joined").contains(renewed.session());
                            renewed(renewed);
                        },
                        granted -> () -> {
                            assertThat(shut).as("the license lets nobody in").isFalse();
                            assertThat(joined).as("joins nothing").isEmpty();
                            granted(opening, granted, outcome);
                        },
                        refused -> () -> {
                            model.denied++;
                            model.count("refused: " + refused.reason().code());
                            if (shut) {
                                assertThat(world.shut()).contains(refused.reason());
                            } else {
                                refused(opening, joined, refused);
                            }
                        });
        judged.run();
    }

    void renewed(SessionId id, Optional<Renewal.Outcome> outcome) {
        Optional<Open> open = Optional.ofNullable(model.sessions.get(id)).filter(s -> !s.idle(world.now()));
        assertThat(outcome.isPresent()).as("renewal of an open session").isEqualTo(open.isPresent());
        if (outcome.isEmpty()) {
            return;
        }
        Runnable judged = outcome.get()
                .verdict()
                .fold(
                        exempt -> () -> wrong("exempt users have no sessions"),
                        renewed -> () -> renewed(renewed),
                        granted -> () -> wrong("an open session is granted anew"),
                        refused -> () -> usedUp(id, open.get()));
        judged.run();
    }

    private static void wrong(String what) {
        throw new AssertionError(what);
    }

    private void usedUp(SessionId id, Open open) {
        assertThat(open.due(world.now())).as("was due").isTrue();
        assertThat(world.passesEnforced()).as("is enforced").isTrue();
        if (world.shut().isEmpty()) {
            assertThat(model.wayIn(open.user(), world.terms(), world.now(), false))
                    .isEmpty();
        }
        model.end(id);
        model.count("used up");
        model.denied++;
    }

    private void renewed(Verdict.Renewed renewed) {
        Open open = model.session(renewed.session());
        if (!open.due(world.now())) {
            assertThat(renewed.paid().charge()).as("nothing is due").isEqualTo(Charge.NOTHING);
            return;
        }
        Way way = model.wayIn(open.user(), world.terms(), world.now(), false)
                .or(this::unlicensed)
                .orElseThrow();
        same(renewed.paid(), way);
        model.pay(open.user(), way, world.now());
        model.sessions.put(
                renewed.session(),
                new Open(open.user(), way.type(), open.opened(), open.seen(), way.until(), open.closed()));
    }

    private Optional<SessionId> joined(Opening opening) {
        Instant arrived = opening.joins().arrived();
        Optional<SessionId> burst = opening.joins().burst().stream()
                .flatMap(key -> joinable(opening, "burst " + key).stream())
                .filter(id -> arrived.isBefore(model.session(id).opened().plus(Duration.ofSeconds(10))))
                .filter(id -> !model.session(id).closed())
                .findFirst();
        return burst.or(() -> opening.joins().cookieLess().flatMap(key -> joinable(opening, "always " + key)));
    }

    private Optional<SessionId> joinable(Opening opening, String key) {
        return Optional.ofNullable(model.joins.get(key))
                .filter(id -> !opening.endFirst().equals(Optional.of(id)))
                .filter(id -> Optional.ofNullable(model.sessions.get(id))
                        .filter(s -> s.user().equals(opening.session().user()) && !s.idle(world.now()))
                        .isPresent());
    }

    /** How somebody gets in where nothing is enforced. */
    private Optional<Way> unlicensed() {
        return world.passesEnforced()
                ? Optional.empty()
                : Optional.of(new Way(
                        AccessType.UNLICENSED, "", "", false, world.policy().loosenedUntil()));
    }

    private void granted(Opening opening, Verdict.Granted granted, Opening.Outcome outcome) {
        User user = opening.session().user();
        Instant now = world.now();
        boolean looked =
                world.policy().license() != Enforcement.OFF && world.shut().isEmpty();
        Optional<Way> licensed = looked ? model.wayIn(user, world.terms(), now, true) : Optional.empty();
        Way way = licensed.or(this::unlicensed)
                .orElseThrow(() -> new AssertionError("no access pass lets " + user + " in: " + granted));
        same(granted.paid(), way);
        shadowed(opening, granted, looked && licensed.isEmpty());
        Set<SessionId> over = new HashSet<>(model.of(user).stream()
                .filter(s -> s.getValue().idle(now))
                .map(Map.Entry::getKey)
                .toList());
        ownFirst(opening).ifPresent(over::add);
        int taken = taken(opening);
        granted.displaced().ifPresent(id -> {
            assertThat(taken).as("at the limit").isEqualTo(world.limit());
            assertThat(world.atLimit()).isEqualTo(AtLimit.END_LONGEST_IDLE);
            assertThat(model.session(id).seen()).isEqualTo(longestIdle(opening));
            over.add(id);
        });
        if (granted.displaced().isEmpty() && world.policy().sessions() == Enforcement.ENFORCE) {
            assertThat(taken).as("slots taken before").isLessThan(world.limit());
        }
        assertThat(outcome.ended().stream().map(e -> e.session().session().id()).collect(Collectors.toSet()))
                .as("ended to make room")
                .isEqualTo(over);
        over.forEach(model::end);
        model.pay(user, way, now);
        SessionId id = opening.session().id();
        model.sessions.put(id, new Open(user, way.type(), now, now, way.until(), false));
        opening.joins().burst().forEach(key -> model.joins.put("burst " + key, id));
        opening.joins().cookieLess().ifPresent(key -> model.joins.put("always " + key, id));
        if (model.slots(user, now) > world.limit()) {
            assertThat(world.policy().sessions()).as("the limit").isNotEqualTo(Enforcement.ENFORCE);
            model.beyond.add(user);
        }
    }

    /** Whoever would have been refused is recorded as such, for the first reason. */
    private void shadowed(Opening opening, Verdict.Granted granted, boolean withoutPass) {
        boolean tooMany = world.policy().sessions() == Enforcement.SHADOW
                && taken(opening) >= world.limit()
                && granted.displaced().isEmpty();
        Optional<Refusal> reason = granted.shadowed();
        assertThat(reason.isPresent())
                .as("recorded: %s", reason)
                .isEqualTo(world.shut().isPresent() || withoutPass || tooMany);
        if (world.shut().isPresent()) {
            assertThat(reason).isEqualTo(world.shut());
        } else if (!withoutPass && tooMany) {
            assertThat(reason).contains(Refusal.TOO_MANY_SESSIONS);
        }
        reason.ifPresent(why -> {
            model.denied++;
            model.shadowed++;
            model.count("shadowed: " + why.kind());
        });
    }

    private Optional<SessionId> ownFirst(Opening opening) {
        return opening.endFirst().filter(id -> Optional.ofNullable(model.sessions.get(id))
                .filter(s -> s.user().equals(opening.session().user()))
                .isPresent());
    }

    /** Slots taken before the opening, its own other session handed over. */
    private int taken(Opening opening) {
        boolean handedOver = ownFirst(opening)
                .filter(id -> !model.session(id).idle(world.now()))
                .isPresent();
        return model.slots(opening.session().user(), world.now()) - (handedOver ? 1 : 0);
    }

    private Instant longestIdle(Opening opening) {
        return model.of(opening.session().user()).stream()
                .filter(s -> !s.getValue().idle(world.now()))
                .filter(s -> !opening.endFirst().equals(Optional.of(s.getKey())))
                .map(s -> s.getValue().seen())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private void refused(Opening opening, Optional<SessionId> joined, Verdict.Refused refused) {
        User user = opening.session().user();
        Optional<Way> way = model.wayIn(user, world.terms(), world.now(), joined.isEmpty());
        joined.ifPresent(id -> assertThat(model.session(id).due(world.now())).isTrue());
        if (refused.reason() == Refusal.TOO_MANY_SESSIONS) {
            assertThat(world.policy().sessions()).isEqualTo(Enforcement.ENFORCE);
            assertThat(joined).isEmpty();
            assertThat(way.isPresent() || !world.passesEnforced())
                    .as("an access pass is looked for first")
                    .isTrue();
            assertThat(taken(opening)).isGreaterThanOrEqualTo(world.limit());
            assertThat(refused.sessionCount()).isEqualTo(taken(opening));
        } else {
            assertThat(world.passesEnforced()).isTrue();
            assertThat(way).as("refused for %s, by the model", refused.reason()).isEmpty();
            assertThat(refused.reason() == Refusal.USER_INACTIVE).isEqualTo(model.inactive.contains(user));
        }
    }

    private static void same(Paid paid, Way way) {
        assertThat(paid.type()).as("access type").isEqualTo(way.type());
        assertThat(paid.until()).as("paid until").isEqualTo(way.until());
        List<String> charged = paid.charge()
                .fold(
                        () -> List.of("", "", "false"),
                        rule -> List.of(rule.rule(), "", "false"),
                        draw -> List.of("", draw.group(), "false"),
                        unit -> List.of("", "", "true"));
        assertThat(charged).as("charge").isEqualTo(List.of(way.rule(), way.group(), String.valueOf(way.unit())));
    }
}
