package io.passgate.store;

import io.passgate.identity.Attributes;
import io.passgate.identity.User;
import io.passgate.license.AccessType;
import io.passgate.license.Terms;
import io.passgate.session.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a site should look like: plain maps, written from domain.md §1 and §2 and design.md §3 without a line of the decision or the
 * store. Mutable, for one thread.
 */
final class SiteModel {

    static final Duration IDLE = Openings.IDLE;

    final Map<SessionId, Open> sessions = new HashMap<>();
    final Map<User, List<Instant>> holds = new HashMap<>();
    final Map<Seat, Pass> passes = new HashMap<>();
    final List<Draw> draws = new ArrayList<>();
    final Map<String, Integer> groups = new TreeMap<>();
    final Map<YearMonth, Integer> units = new HashMap<>();
    final Set<User> inactive = new HashSet<>();
    final Map<User, String> teams = new HashMap<>();
    /** Who has more sessions than the limit since it was not enforced. */
    final Set<User> beyond = new HashSet<>();

    final List<Rule> rules = new ArrayList<>();
    final Map<String, SessionId> joins = new HashMap<>();
    final Map<String, Integer> happened = new TreeMap<>();
    long ended;
    long denied;
    long shadowed;

    /** Whether a pass lets its user in. */
    enum State {
        ALLOCATED,
        QUARANTINED,
        EXCESS
    }

    record Seat(User user, AccessType type) {}

    record Pass(State state, Instant given, Optional<Instant> used, Optional<Instant> until) {
        boolean stands(Instant now) {
            return until.isEmpty() || now.isBefore(until.get());
        }

        Pass as(State other, Optional<Instant> newUntil) {
            return new Pass(other, given, used, newUntil);
        }
    }

    record Open(User user, AccessType type, Instant opened, Instant seen, Optional<Instant> paid, boolean closed) {
        boolean idle(Instant now) {
            return !now.isBefore(seen.plus(IDLE));
        }

        boolean due(Instant now) {
            return paid.isPresent() && !now.isBefore(paid.get());
        }
    }

    record Draw(User user, String group, Instant at) {
        boolean inUse(Instant now) {
            return at.plus(Duration.ofDays(28)).isAfter(now);
        }
    }

    /** A rule for those whose user id begins with {@code prefix}, all or the members of {@code team}. */
    record Rule(String name, AccessType type, String group, String prefix, String team) {
        boolean matches(User user, String teamOfUser) {
            return user.id().startsWith(prefix) && (team.isEmpty() || team.equals(teamOfUser));
        }
    }

    /** How somebody gets in, and what it costs: a rule, a pass of a group or a unit; none of them when it is held already. */
    record Way(AccessType type, String rule, String group, boolean unit, Optional<Instant> until) {}

    SiteModel copy() {
        SiteModel copy = new SiteModel();
        copy.sessions.putAll(sessions);
        holds.forEach((user, until) -> copy.holds.put(user, new ArrayList<>(until)));
        copy.passes.putAll(passes);
        copy.draws.addAll(draws);
        copy.groups.putAll(groups);
        copy.units.putAll(units);
        copy.inactive.addAll(inactive);
        copy.teams.putAll(teams);
        copy.beyond.addAll(beyond);
        copy.rules.addAll(rules);
        copy.joins.putAll(joins);
        copy.happened.putAll(happened);
        copy.ended = ended;
        copy.denied = denied;
        copy.shadowed = shadowed;
        return copy;
    }

    /** So that a run can say what it has been through. */
    void count(String what) {
        happened.merge(what, 1, Integer::sum);
    }

    /** What was seen of them last; nothing seen forgets nothing. */
    void seen(User user, Attributes attributes) {
        attributes.values().getOrDefault("group", List.of()).forEach(team -> teams.put(user, team));
    }

    Optional<Pass> pass(User user, AccessType type, Instant now) {
        return Optional.ofNullable(passes.get(new Seat(user, type))).filter(p -> p.stands(now));
    }

    long admitting(AccessType type) {
        return passes.entrySet().stream()
                .filter(p -> p.getKey().type() == type && p.getValue().state() == State.ALLOCATED)
                .count();
    }

    /** Seats taken, the tokens of login access groups among those of user access passes. */
    int taken(AccessType type, Instant now) {
        int seats = (int) passes.entrySet().stream()
                .filter(p -> p.getKey().type() == type && p.getValue().stands(now))
                .count();
        return type == AccessType.USER_ACCESS_PASS ? seats + tokensHeld(now) : seats;
    }

    int tokensHeld(Instant now) {
        return groupNames().stream()
                .mapToInt(g -> Math.max(groups.getOrDefault(g, 0), (used(g, now) + 9) / 10))
                .sum();
    }

    Set<String> groupNames() {
        Set<String> names = new TreeSet<>(groups.keySet());
        draws.forEach(d -> names.add(d.group()));
        return names;
    }

    int used(String group, Instant now) {
        return (int) draws.stream()
                .filter(d -> d.group().equals(group) && d.inUse(now))
                .count();
    }

    List<Map.Entry<SessionId, Open>> of(User user) {
        return sessions.entrySet().stream()
                .filter(s -> s.getValue().user().equals(user))
                .toList();
    }

    int slots(User user, Instant now) {
        long open = of(user).stream().filter(s -> !s.getValue().idle(now)).count();
        return (int) (open + heldUntil(user, now).count());
    }

    Stream<Instant> heldUntil(User user, Instant now) {
        return holds.getOrDefault(user, List.of()).stream().filter(now::isBefore);
    }

    /** The first of design.md §3, step 4, that lets {@code user} in. */
    Optional<Way> wayIn(User user, Terms terms, Instant now, boolean opening) {
        if (inactive.contains(user)) {
            return Optional.empty();
        }
        for (AccessType type : AccessType.ALLOCATED) {
            if (pass(user, type, now).filter(p -> p.state() == State.ALLOCATED).isPresent() && terms.seats(type) > 0) {
                return Optional.of(new Way(type, "", "", false, Optional.empty()));
            }
        }
        List<Rule> matching = rules.stream()
                .filter(r -> r.matches(user, teams.getOrDefault(user, "")))
                .sorted(Comparator.comparing(Rule::type).thenComparing(Rule::name))
                .toList();
        return hour(user, terms, now)
                .or(() -> byRule(user, matching, terms, now))
                .or(() -> newPass(matching, terms, now))
                .or(() -> unit(user, matching, terms, now, opening));
    }

    private Optional<Way> hour(User user, Terms terms, Instant now) {
        return draws.stream()
                .filter(d -> d.user().equals(user))
                .map(d -> d.at().plus(Duration.ofMinutes(60)))
                .filter(until -> now.isBefore(until) && terms.tokens() > 0)
                .max(Comparator.naturalOrder())
                .map(until -> new Way(AccessType.LOGIN_ACCESS_PASS, "", "", false, Optional.of(until)));
    }

    private Optional<Way> byRule(User user, List<Rule> matching, Terms terms, Instant now) {
        return matching.stream()
                .filter(r -> AccessType.ALLOCATED.contains(r.type()))
                .filter(r -> pass(user, r.type(), now)
                        .map(p -> p.state() == State.QUARANTINED && taken(r.type(), now) <= terms.seats(r.type()))
                        .orElseGet(() -> taken(r.type(), now) < terms.seats(r.type())))
                .findFirst()
                .map(r -> new Way(r.type(), r.name(), "", false, Optional.empty()));
    }

    private Optional<Way> newPass(List<Rule> matching, Terms terms, Instant now) {
        return groups.entrySet().stream()
                .filter(g -> matching.stream().anyMatch(r -> r.group().equals(g.getKey())))
                .filter(g -> used(g.getKey(), now) < 10 * g.getValue() && terms.tokens() > 0)
                .findFirst()
                .map(g -> new Way(
                        AccessType.LOGIN_ACCESS_PASS, "", g.getKey(), false, Optional.of(now.plusSeconds(3600))));
    }

    private Optional<Way> unit(User user, List<Rule> matching, Terms terms, Instant now, boolean opening) {
        long minutes = terms.capacity().minutes();
        long beyond = terms.capacity().overage();
        long used = 6L * units.getOrDefault(month(now), 0);
        boolean room = beyond < 0 || used + 6 <= minutes + beyond;
        if (!room || matching.stream().noneMatch(r -> r.type() == AccessType.ANALYZER_CAPACITY)) {
            return Optional.empty();
        }
        boolean free = opening && user.directory().equals("none");
        return Optional.of(
                new Way(AccessType.ANALYZER_CAPACITY, "", "", !free, Optional.of(free ? now : now.plusSeconds(360))));
    }

    void pay(User user, Way way, Instant now) {
        count(way.type().key() + (way.rule().isEmpty() ? "" : " by rule"));
        if (!way.rule().isEmpty()) {
            give(user, way.type(), now);
        }
        if (!way.group().isEmpty()) {
            draws.add(new Draw(user, way.group(), now));
        }
        if (way.unit()) {
            units.merge(month(now), 1, Integer::sum);
        }
        if (AccessType.ALLOCATED.contains(way.type())) {
            passes.computeIfPresent(
                    new Seat(user, way.type()),
                    (seat, p) -> new Pass(p.state(), p.given(), Optional.of(now), p.until()));
        }
    }

    /** A new pass, or a quarantined one back. */
    void give(User user, AccessType type, Instant now) {
        Pass given = pass(user, type, now)
                .map(p -> p.as(State.ALLOCATED, Optional.empty()))
                .orElse(new Pass(State.ALLOCATED, now, Optional.empty(), Optional.empty()));
        passes.put(new Seat(user, type), given);
    }

    /** The open session of that name. */
    Open session(SessionId id) {
        return Objects.requireNonNull(sessions.get(id), "no such session is open");
    }

    void end(SessionId id) {
        Objects.requireNonNull(sessions.remove(id), "ended twice");
        ended++;
    }

    /** What a change of terms does to what is given out (domain.md §1.5). */
    void adjust(Terms terms, Instant now) {
        for (AccessType type : List.of(AccessType.PROFESSIONAL, AccessType.ANALYZER)) {
            List<Map.Entry<Seat, Pass>> live = passes.entrySet().stream()
                    .filter(p -> p.getKey().type() == type && p.getValue().state() != State.QUARANTINED)
                    .sorted(Comparator.comparing((Map.Entry<Seat, Pass> p) ->
                                    p.getValue().used().orElse(p.getValue().given()))
                            .reversed()
                            .thenComparing(p -> p.getKey().user().written()))
                    .toList();
            for (int i = 0; i < live.size(); i++) {
                State state = i < terms.seats(type) ? State.ALLOCATED : State.EXCESS;
                passes.put(live.get(i).getKey(), live.get(i).getValue().as(state, Optional.empty()));
            }
        }
        if (terms.conversion().isPresent() && !now.isBefore(terms.conversion().get())) {
            passes.keySet().removeIf(seat -> seat.type() == AccessType.USER_ACCESS_PASS);
            groups.clear();
            draws.clear();
        }
    }

    /** Lets go of what time has ended, so that the model does not grow. */
    void forget(Instant now) {
        passes.values().removeIf(p -> !p.stands(now));
        draws.removeIf(d -> !d.inUse(now));
        holds.values().forEach(h -> h.removeIf(until -> !now.isBefore(until)));
        beyond.removeIf(user -> slots(user, now) <= Openings.LIMIT);
    }

    static YearMonth month(Instant at) {
        return YearMonth.from(at.atOffset(ZoneOffset.UTC));
    }
}
