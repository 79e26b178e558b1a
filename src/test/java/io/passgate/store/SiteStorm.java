package io.passgate.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.admission.Opening;
import io.passgate.session.SessionId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Openings by several callers that really run at once. The order in which they are decided is not the seed's, so it is written down
 * and the model follows in that order; and the site that goes on is another copy. For one thread, besides its callers.
 */
final class SiteStorm {

    private static final int CALLERS = 4;

    private final List<SessionId> decided = Collections.synchronizedList(new ArrayList<>());
    private final Map<SessionId, Opening> openings = new LinkedHashMap<>();

    /** The decision for one of them, which writes down when it was asked. */
    Opening.Decide decide(SessionId id, SiteWorld world) {
        return (request, view) -> {
            decided.add(id);
            return world.decide().on(request, view);
        };
    }

    void add(Opening opening) {
        openings.put(opening.session().id(), opening);
    }

    /** All at once, and then what each was told against the model. */
    void rage(SqliteLedger ledger, SiteVerdicts verdicts) {
        Map<SessionId, Opening.Outcome> outcomes = Collections.synchronizedMap(new LinkedHashMap<>());
        CyclicBarrier start = new CyclicBarrier(CALLERS);
        List<Opening> all = List.copyOf(openings.values());
        List<Callable<Boolean>> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            int caller = i;
            callers.add(() -> {
                start.await(60, TimeUnit.SECONDS);
                for (int n = caller; n < all.size(); n += CALLERS) {
                    Opening opening = all.get(n);
                    outcomes.put(
                            opening.session().id(),
                            ledger.open(opening)
                                    .toCompletableFuture()
                                    .orTimeout(60, TimeUnit.SECONDS)
                                    .join());
                }
                return true;
            });
        }
        run(callers);
        assertThat(decided).as("each is decided once").containsExactlyInAnyOrderElementsOf(openings.keySet());
        decided.forEach(id ->
                verdicts.opened(Objects.requireNonNull(openings.get(id)), Objects.requireNonNull(outcomes.get(id))));
    }

    private static void run(List<Callable<Boolean>> callers) {
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        try {
            for (var done : threads.invokeAll(callers, 120, TimeUnit.SECONDS)) {
                assertThat(done.get()).isTrue();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("a caller failed: " + e, e);
        } finally {
            threads.shutdownNow();
        }
    }
}
