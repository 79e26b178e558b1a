package io.passgate.authn;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where in the hub's JSON answer the user stands (JSON pointers, RFC 6901). Immutable.
 *
 * @param id the user id
 * @param directory the user directory
 * @param attributes what else is kept about the user, by attribute name; each points to a text, a number, a truth value or a
 *     list of them
 */
public record UserPointers(JsonPointer id, DirectorySource directory, Map<String, JsonPointer> attributes) {

    /** Copies. */
    public UserPointers {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }
}
