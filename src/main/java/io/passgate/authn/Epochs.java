package io.passgate.authn;

import io.passgate.identity.Credential;
import io.passgate.identity.RequestFacts;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Counts how often what was known of each single credential has been forgotten, for any number of credentials in bounded
 * memory: two that share a counter by chance cost each other a question, never an answer. Safe for use by many threads.
 */
final class Epochs {

    private static final int COUNTERS = 1 << 16;

    private final AtomicIntegerArray counters = new AtomicIntegerArray(COUNTERS);

    /** The epoch of the credentials together; no two times with a {@link #forget} of any of them between have the same. */
    long of(RequestFacts facts) {
        List<Credential> all = facts.credentials().all();
        if (all.isEmpty()) {
            return counters.get(counter(facts.address(), facts));
        }
        long sum = 0;
        for (int i = 0; i < all.size(); i++) {
            sum += counters.get(counter(all.get(i).value(), facts));
        }
        return sum;
    }

    /** Begins another epoch of each credential; of the address, which is what a hub goes by without any. */
    void forget(RequestFacts facts) {
        List<Credential> all = facts.credentials().all();
        if (all.isEmpty()) {
            counters.incrementAndGet(counter(facts.address(), facts));
        }
        all.forEach(credential -> counters.incrementAndGet(counter(credential.value(), facts)));
    }

    /** A String keeps its hash, so that this costs next to nothing for the facts that a connection remembers. */
    private static int counter(String value, RequestFacts facts) {
        int hash = 31 * facts.virtualProxy().hashCode() + value.hashCode();
        return (hash ^ hash >>> 16) & (COUNTERS - 1);
    }
}
