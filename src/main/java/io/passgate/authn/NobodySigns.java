package io.passgate.authn;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.List;

/**
 * How the hub's answer says that nobody is signed in. One sign is enough, and it goes before a user that the answer may
 * also name (an anonymous visitor, say). An answer with none of the signs and no user is no answer: it cannot be told who
 * asks. Immutable.
 *
 * @param statuses statuses that say so, whatever the body
 * @param absent pointers of a 200 answer at which nothing stands: missing, null or an empty text
 * @param equal pointers of a 200 answer and the text that stands there
 */
public record NobodySigns(List<Integer> statuses, List<JsonPointer> absent, List<Equal> equal) {

    /** Copies. */
    public NobodySigns {
        statuses = List.copyOf(statuses);
        absent = List.copyOf(absent);
        equal = List.copyOf(equal);
    }

    /**
     * A text that says that nobody is signed in.
     *
     * @param at where it stands
     * @param value the text, compared exactly; a number or truth value in the answer is compared by its JSON form
     */
    public record Equal(JsonPointer at, String value) {}
}
