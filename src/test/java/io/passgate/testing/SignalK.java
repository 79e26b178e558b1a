package io.passgate.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A Signal K server, a hub that nobody here wrote: a Node.js process on loopback with its admin UI, security enabled and
 * moving sample data. It is looked for in the directory that the system property {@code signalk.home} or the environment
 * variable {@code SIGNALK_HOME} names, else installed once with npm into {@code target/signalk} (about a minute, 230 MB);
 * remove that directory after an installation that was broken off. Starting takes three to ten seconds.
 */
public final class SignalK implements AutoCloseable {
    /** The release the preset was written after. */
    static final String RELEASE = "signalk-server@2.23.0";

    private static final Path OWN_HOME = Path.of("target", "signalk");
    private static final String SAYS_PORT = "LISTENING ";
    private static final int START_SECONDS = 90;
    private static final int INSTALL_MINUTES = 8;

    private final Process process;
    private final int port;

    private SignalK(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts a server with these people and an empty configuration of its own, on any free port. */
    public static SignalK start(List<Person> people) throws IOException, InterruptedException {
        Path home = home();
        Path data = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "signalk-data-");
        Path script = data.resolve("signalk.cjs");
        try (InputStream in = SignalK.class.getResourceAsStream("/signalk/signalk.cjs")) {
            Files.write(script, in.readAllBytes());
        }
        List<String> command = new ArrayList<>(List.of(
                "node",
                script.toString(),
                home.toString(),
                data.resolve("conf").toAbsolutePath().toString(),
                "0"));
        people.forEach(person -> command.add(person.argument()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            return new SignalK(process, port(process));
        } catch (IOException | InterruptedException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Its address for a browser, without a slash at the end. */
    public String url() {
        return "http://localhost:" + port;
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    private static int port(Process process) throws IOException, InterruptedException {
        CompletableFuture<Integer> port = new CompletableFuture<>();
        Thread reader = new Thread(() -> listen(process, port), "signalk-output");
        reader.setDaemon(true);
        reader.start();
        try {
            return port.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("Signal K did not start within " + START_SECONDS + " s", e);
        }
    }

    /** Reads what the server says to its end, so that it never waits for a reader. */
    private static void listen(Process process, CompletableFuture<Integer> port) {
        StringBuilder said = new StringBuilder();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(SAYS_PORT)) {
                    port.complete(Integer.valueOf(line.substring(SAYS_PORT.length())));
                } else if (!port.isDone()) {
                    said.append(line).append('\n');
                }
            }
            port.completeExceptionally(new IOException("it ended and said:\n" + said));
        } catch (IOException e) {
            port.completeExceptionally(e);
        }
    }

    private static Path home() throws IOException, InterruptedException {
        Optional<Path> named = Stream.of(
                        Optional.ofNullable(System.getProperty("signalk.home")),
                        Optional.ofNullable(System.getenv("SIGNALK_HOME")))
                .flatMap(Optional::stream)
                .findFirst()
                .map(Path::of);
        Path home = named.orElse(OWN_HOME).toAbsolutePath();
        if (!Files.isDirectory(home.resolve("node_modules/signalk-server"))) {
            if (named.isPresent()) {
                throw new IOException("signalk.home names " + home + ", which has no node_modules/signalk-server");
            }
            install(home);
        }
        return home;
    }

    /** The server looks for its admin UI in its own node_modules, hence the shallow strategy. */
    private static void install(Path home) throws IOException, InterruptedException {
        Files.createDirectories(home);
        Path log = home.resolve("install.log");
        Process npm = new ProcessBuilder(
                        "npm",
                        "install",
                        "--prefix",
                        home.toString(),
                        "--install-strategy=shallow",
                        "--omit=optional",
                        "--ignore-scripts",
                        "--no-audit",
                        "--no-fund",
                        RELEASE)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!npm.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES)) {
            npm.destroyForcibly();
            throw new IOException("npm did not install " + RELEASE + " within " + INSTALL_MINUTES + " minutes");
        }
        if (npm.exitValue() != 0) {
            throw new IOException("npm could not install " + RELEASE + ":\n" + Files.readString(log));
        }
    }

    /**
     * Somebody who can sign in.
     *
     * @param name     the user name
     * @param password the password
     * @param level     what they may do
     */
    public record Person(String name, String password, Level level) {
        private String argument() {
            return name + ":" + password + ":" + level.name().toLowerCase(Locale.ROOT);
        }
    }

    /** Signal K's own words for what a user may do. */
    public enum Level {
        /** Everything. */
        ADMIN,
        /** Read and write data. */
        READWRITE,
        /** Read data. */
        READONLY
    }
}
