package io.passgate.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The packaged program, run as a process of its own: the jar that the system property {@code passgate.jar} names. Safe for use
 * by several threads.
 */
public final class PassgateJar implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;

    private final Process process;

    @SuppressWarnings("JdkObsolete") // written by the reading thread, read by others
    private final StringBuffer said = new StringBuffer();

    private final Thread reader;
    private final List<Awaited> awaited = new ArrayList<>();

    private record Awaited(Pattern pattern, CompletableFuture<Matcher> found) {}

    private PassgateJar(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "passgate-output");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * What a command came to.
     *
     * @param code its exit code
     * @param out what it printed
     * @param err what it complained about
     */
    public record Outcome(int code, String out, String err) {}

    /** Runs a command to its end, with these environment variables added. */
    public static Outcome run(Map<String, String> environment, String... arguments) {
        try {
            Process process = builder(environment, arguments).start();
            process.getOutputStream().close();
            CompletableFuture<String> err =
                    CompletableFuture.supplyAsync(() -> all(process.errorReader(StandardCharsets.UTF_8)));
            String out = all(process.inputReader(StandardCharsets.UTF_8));
            return new Outcome(code(process), out, err.join());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a command that stays up. */
    public static PassgateJar start(Map<String, String> environment, String... arguments) {
        try {
            return new PassgateJar(
                    builder(environment, arguments).redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProcessBuilder builder(Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // what these processes do is mostly start
                "-jar",
                System.getProperty("passgate.jar", "target/passgate.jar")));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("PASSGATE_"));
        builder.environment().putAll(environment);
        return builder;
    }

    /** Waits until it has said this, or says that it ended without. */
    public Matcher says(String regex) {
        CompletableFuture<Matcher> found = new CompletableFuture<>();
        synchronized (awaited) {
            Matcher already = Pattern.compile(regex).matcher(said);
            if (already.find()) {
                return already;
            }
            awaited.add(new Awaited(Pattern.compile(regex), found));
        }
        try {
            return found.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        } catch (RuntimeException e) {
            throw new AssertionError("expected it to say /" + regex + "/, but it said:\n" + said, e);
        }
    }

    /** All that it has said. */
    public String said() {
        return said.toString();
    }

    /** SIGKILL: it has no say in it. Returns once it is gone. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** Waits for its end: the exit code. */
    public int code() {
        return code(process);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        kill();
    }

    private static int code(Process process) {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the process did not end within " + PATIENCE_SECONDS + " s");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.append(line).append('\n');
                tell(false);
            }
        } catch (IOException e) {
            said.append(e);
        }
        tell(true);
    }

    private void tell(boolean ended) {
        synchronized (awaited) {
            awaited.removeIf(one -> {
                Matcher matcher = one.pattern().matcher(said.toString());
                if (matcher.find()) {
                    one.found().complete(matcher);
                    return true;
                }
                if (ended) {
                    one.found().completeExceptionally(new IOException("it ended"));
                }
                return ended;
            });
        }
    }

    private static String all(BufferedReader reader) {
        try (reader) {
            StringBuilder all = new StringBuilder();
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                all.append((char) c);
            }
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
