package io.passgate.planted.statics.front;

import java.util.concurrent.ConcurrentHashMap;

/** Breaks: a final static whose content changes. */
final class Remembers {
    private static final ConcurrentHashMap<String, String> SEEN = new ConcurrentHashMap<>();

    boolean first(String name) {
        return SEEN.put(name, name) == null;
    }
}
