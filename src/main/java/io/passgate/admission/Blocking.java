package io.passgate.admission;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Waits for the ledger where a use case blocks by contract: never on an event loop. */
final class Blocking {

    private Blocking() {}

    /** What the stage completes with; a lost store is thrown as {@link LedgerUnavailable}, as everywhere else. */
    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof LedgerUnavailable lost) {
                throw lost;
            }
            throw e;
        }
    }
}
