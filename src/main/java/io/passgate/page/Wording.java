package io.passgate.page;

import io.passgate.decision.Refusal;
import java.util.ArrayList;
import java.util.List;

/**
 * A notice in words: what page, problem+json and tests have in common. Immutable.
 *
 * @param status the HTTP status (design.md §8)
 * @param code the stable reason code
 * @param title what a glance must catch
 * @param happened what happened, in one sentence
 * @param why why, with figures where they help; one paragraph each
 * @param next what the person can do; one sentence or two each
 */
record Wording(int status, String code, String title, String happened, List<String> why, List<String> next) {

    private static final String ADMINISTRATOR = "your administrator";
    private static final String AGAIN = "Try again in a moment.";
    private static final String NOT_DONE = "What you sent was not carried out. Send it again in a moment.";
    private static final String PERHAPS_DONE =
            "It is not known whether what you sent was carried out. Look first, before you send it again.";

    /** Copies. */
    Wording {
        why = List.copyOf(why);
        next = List.copyOf(next);
    }

    /** What happened and why, in one text. */
    String detail() {
        return why.isEmpty() ? happened : happened + " " + String.join(" ", why);
    }

    static Wording of(Notice notice, Visit visit, SiteSettings site) {
        return notice.fold(
                refused -> switch (refused.verdict().reason().kind()) {
                    case NO_ACCESS_PASS ->
                        noAccessPass(refused.verdict().reason(), visit.user().isPresent(), site);
                    case LICENSE -> license(refused.verdict().reason(), site);
                    case TOO_MANY_SESSIONS -> tooManySessions(refused);
                },
                notSignedIn -> notSignedIn(notSignedIn, site),
                cannotTell -> cannotTell(visit, site),
                failed -> failed(failed.fault(), visit, site));
    }

    private static Wording noAccessPass(Refusal reason, boolean signedIn, SiteSettings site) {
        String name = site.name();
        return new Wording(
                403,
                reason.code(),
                "You cannot access " + name + " because you have no access pass",
                signedIn ? noPass(reason) : noPassForVisitors(reason),
                List.of("Everybody who works in " + name + " needs an access pass of its license, and only an"
                        + " administrator can give you one."),
                List.of("Ask " + who(site) + "for an access pass and mention the request id below."));
    }

    private static String noPass(Refusal reason) {
        return switch (reason) {
            case USER_INACTIVE -> "Your account is inactive: your administrator can activate it.";
            case QUARANTINED -> "You are signed in, but your access pass was withdrawn a few days ago.";
            case EXCESS -> "You are signed in, but the license has fewer access passes now than are allocated.";
            case POOL_EMPTY -> "You are signed in and are meant to have an access pass, but all are taken.";
            case PASSES_USED_UP -> "You are signed in, but every login access pass is in use.";
            case MINUTES_USED_UP -> "You are signed in, but the minutes of this month are used up.";
            default -> "You are signed in, but no access pass is allocated to you.";
        };
    }

    /** Somebody who is not signed in is refused for what all who are not have in common. */
    private static String noPassForVisitors(Refusal reason) {
        return switch (reason) {
            case PASSES_USED_UP -> "You are not signed in, and every login access pass for visitors is in use.";
            case MINUTES_USED_UP -> "You are not signed in, and the minutes of this month are used up.";
            default -> "You are not signed in, and there is no access pass for visitors.";
        };
    }

    private static Wording license(Refusal reason, SiteSettings site) {
        String name = site.name();
        String found =
                switch (reason) {
                    case LICENSE_MISSING -> name + " has no license";
                    case LICENSE_REFUSED -> "The license of " + name + " was refused";
                    case LICENSE_EXPIRED -> "The license of " + name + " has ended";
                    default -> "The license of " + name + " could not be verified for five days";
                };
        return new Wording(
                403,
                reason.code(),
                "The license of " + name + " is not valid",
                found + ", so nobody can be let in at the moment.",
                List.of("This concerns the whole site, not you: what was allocated to you stays yours."),
                List.of("Nothing, except to let " + told(site) + " know and mention the request id below."));
    }

    private static Wording tooManySessions(Notice.Refused refused) {
        int taken = refused.verdict().sessionCount();
        int open = refused.sessions().size();
        List<String> why = new ArrayList<>();
        why.add(
                "A session is one browser on one device. It stays open when the browser is closed, and ends when you sign"
                        + " out or do not use it for a while.");
        if (open > 0 && open < taken) {
            int held = taken - open;
            why.add(
                    held == 1
                            ? "One of them has ended already; its slot stays taken for some minutes."
                            : held + " of them have ended already; their slots stay taken for some minutes.");
        }
        List<String> next = open > 0
                ? List.of("End a session that you no longer need: its slot passes to this browser at once.")
                : List.of("Sign out in a browser that you no longer need, or wait until the next slot is free.");
        return new Wording(
                429,
                refused.verdict().reason().code(),
                "Too many sessions active in parallel",
                "You already have " + (taken == 1 ? "one session" : taken + " sessions")
                        + ", and more at the same time are not possible.",
                why,
                next);
    }

    private static Wording notSignedIn(Notice.NotSignedIn notice, SiteSettings site) {
        return new Wording(
                401,
                "not-signed-in",
                "You are not signed in",
                site.name() + " does not know who you are.",
                notice.unlicensed() ? List.of("Its license does not allow anonymous users.") : List.of(),
                List.of(
                        notice.signIn().isPresent()
                                ? "Sign in to go on."
                                : "Sign in at " + site.name() + " and open this address again."));
    }

    private static Wording cannotTell(Visit visit, SiteSettings site) {
        return new Wording(
                503,
                "cannot-tell",
                "We cannot tell who you are right now",
                site.name() + " was asked who is signed in, but gave no clear answer.",
                List.of("Nobody is let in on a guess. There is nothing wrong with your access."),
                List.of(visit.get() ? AGAIN : NOT_DONE));
    }

    private static Wording failed(Fault fault, Visit visit, SiteSettings site) {
        String advice = fault.advice(site.name());
        boolean passes = fault.retryAfter().isPresent();
        String again = visit.get() ? AGAIN : fault.status() == 503 ? NOT_DONE : PERHAPS_DONE;
        return new Wording(
                fault.status(),
                fault.code(),
                fault.title(site.name()),
                fault.happened(site.name()),
                passes ? List.of(advice) : List.of(),
                List.of(passes ? again : advice));
    }

    /** The page names the contact beside this; where there is none it must be said here. */
    private static String who(SiteSettings site) {
        return site.contact().isPresent() ? "" : ADMINISTRATOR + " ";
    }

    private static String told(SiteSettings site) {
        return site.contact().isPresent() ? "them" : ADMINISTRATOR;
    }
}
