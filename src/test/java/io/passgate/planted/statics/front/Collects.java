package io.passgate.planted.statics.front;

import java.util.ArrayList;

/** Breaks: a final static collection that grows. */
@SuppressWarnings("NonApiType")
final class Collects {
    private static final ArrayList<String> ALL = new ArrayList<>();

    void add(String name) {
        ALL.add(name);
    }
}
