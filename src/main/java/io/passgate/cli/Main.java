package io.passgate.cli;

/** The entry point of {@code java -jar passgate.jar}. */
public final class Main {
    private Main() {}

    /** Runs the command named by {@code args} and exits with its code. */
    public static void main(String[] args) {
        System.out.println("passgate");
    }
}
