package io.passgate.decision;

import java.util.ArrayList;
import java.util.List;

/** Collects the steps of one decision. Confined to it. */
final class Trace {
    private final List<Explanation.Step> steps = new ArrayList<>();

    void hit(String name, String text) {
        steps.add(new Explanation.Step(name, true, text));
    }

    void miss(String name, String text) {
        steps.add(new Explanation.Step(name, false, text));
    }

    Explanation explanation(String remedy) {
        return new Explanation(steps, remedy);
    }
}
