package io.passgate.cli;

/** What a command's exit code says (sysexits.h; design.md §9). */
enum ExitCode {
    OK(0),
    INTERNAL(1),
    USAGE(2),
    DATA(65),
    UNAVAILABLE(69),
    CONFIGURATION(78);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
