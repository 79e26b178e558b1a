package io.passgate.cli;

/** A command cannot do what was asked: what is said on standard error, and the exit code. */
final class CliFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exit;

    CliFault(ExitCode exit, String message) {
        super(message);
        this.exit = exit;
    }

    ExitCode exit() {
        return exit;
    }
}
