package io.passgate.cli;

import io.passgate.admission.LedgerUnavailable;
import io.passgate.store.ForeignLedger;
import java.io.IOException;

/** Starting something, and saying what is in the way where it cannot be started. */
final class Start {

    private Start() {}

    /** What is started. */
    interface Startable {
        void start() throws Exception;
    }

    /** Starts; what a person can mend ends in a {@link CliFault} without a stack trace. */
    static void orExplain(Startable startable) throws Exception {
        try {
            startable.start();
        } catch (ForeignLedger e) {
            throw new CliFault(ExitCode.DATA, "cannot start: " + e.getMessage());
        } catch (LedgerUnavailable | IOException | IllegalStateException e) {
            throw new CliFault(ExitCode.UNAVAILABLE, "cannot start: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new CliFault(ExitCode.CONFIGURATION, "cannot start: " + e.getMessage());
        }
    }
}
