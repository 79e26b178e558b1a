package io.passgate.doctor;

import io.passgate.authn.AnswerReader;
import io.passgate.authn.AskHub;
import io.passgate.doctor.Finding.Area;
import io.passgate.hub.HubAnswer;
import java.time.Instant;
import java.util.Set;

/** What is to be said of a hub's answer to who-am-I when it is asked without credentials: nobody should be there. Stateless. */
final class WhoAmIJudge {
    static final String CHECK = "who-am-I";

    private static final String KEY = "identity[].askHub";

    private WhoAmIJudge() {}

    static Finding judge(Subject subject, AskHub settings, HubAnswer answer) {
        String seen = "asked without credentials, " + settings.path() + " is answered with " + answer.status();
        return new AnswerReader(settings)
                .read(answer, Instant.MAX)
                .fold(
                        named -> subject.fault(
                                Area.CONFIGURATION,
                                CHECK,
                                seen,
                                "the hub names a user, " + named.asSeen()
                                        + ", though nobody showed a credential: everybody would be that user",
                                "say by " + KEY + ".nobody how its answer says that nobody is signed in; look whether"
                                        + " the hub trusts this machine's address"),
                        nobody -> subject.ok(CHECK, seen + ": nobody is signed in, as it should be"),
                        cannotTell -> cannotTell(subject, settings, answer, seen, cannotTell.why()));
    }

    private static Finding cannotTell(Subject subject, AskHub settings, HubAnswer answer, String seen, String why) {
        int status = answer.status();
        if (status == 404 || status == 405) {
            return subject.fault(
                    Area.CONFIGURATION,
                    CHECK,
                    seen,
                    "the hub has no who-am-I endpoint at " + settings.path() + ": nobody could ever sign in",
                    "correct " + KEY + ".path, or the virtual proxy's preset or prefix");
        }
        if (Set.of(301, 302, 303, 307, 308, 401, 403).contains(status)) {
            return subject.fault(
                    Area.CONFIGURATION,
                    CHECK,
                    seen + answer.value("Location").map(to -> ", to " + to).orElse(""),
                    "that is how the hub turns away who is not signed in, but the gate takes it for a failure",
                    "write " + status + " into " + KEY + ".nobody.statuses");
        }
        if (status >= 500 || status == 429) {
            return subject.fault(
                    Area.UNREACHABLE,
                    CHECK,
                    seen,
                    status == 429
                            ? "the hub says that it is asked too often"
                            : "the hub is in trouble itself: nobody new can come in",
                    "look into the log of the hub");
        }
        return subject.fault(
                Area.CONFIGURATION,
                CHECK,
                seen,
                why,
                "correct " + KEY + " (path, user, directory, nobody); the preset may be for another kind of hub");
    }
}
