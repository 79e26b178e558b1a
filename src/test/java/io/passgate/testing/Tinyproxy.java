package io.passgate.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A real forward proxy, Debian's tinyproxy, that wants Basic authentication. Not safe for use by several threads. */
public final class Tinyproxy implements AutoCloseable {
    /** Who it lets through. */
    public static final String USER = "gate";
    /** And by which password. */
    public static final String PASSWORD = "open-sesame";

    private static final Path PROGRAM = Path.of("/usr/bin/tinyproxy");

    private final Path directory;
    private final int port;
    private final int target;
    private Process process;

    /** @param target the only port that it connects to */
    public Tinyproxy(Path directory, int target) throws IOException {
        this.directory = directory;
        this.target = target;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
        this.process = start();
    }

    /** Whether this machine has it. */
    public static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    public int port() {
        return port;
    }

    private Process start() throws IOException {
        Path settings = directory.resolve("tinyproxy.conf");
        Files.writeString(
                settings,
                """
                Port %d
                Listen 127.0.0.1
                Allow 127.0.0.1
                Timeout 60
                MaxClients 32
                BasicAuth %s %s
                ConnectPort %d
                """
                        .formatted(port, USER, PASSWORD, target));
        Process started = new ProcessBuilder(PROGRAM.toString(), "-d", "-c", settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("tinyproxy.log").toFile())
                .start();
        Awaitility.await("it listens").atMost(Duration.ofSeconds(20)).until(this::listens);
        return started;
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Kills it and starts it again. */
    public void restart() throws IOException {
        kill();
        process = start();
    }

    private void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
