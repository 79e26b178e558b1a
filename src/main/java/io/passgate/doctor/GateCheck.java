package io.passgate.doctor;

import io.passgate.admin.AdminSettings;
import io.passgate.doctor.Finding.Area;
import io.passgate.front.ListenerSettings;
import io.passgate.hub.HubAnswer;
import io.passgate.hub.HubCall;
import io.passgate.tls.CertifiedKey;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Whether a gate runs here, and where it listens or would: addresses, certificates and their keys. An address is tried by taking it
 * for a moment. Confined to one thread.
 */
record GateCheck(List<ListenerSettings> listeners, AdminSettings admin, InstantSource clock) implements Check {
    private static final String ADDRESS = "address";

    GateCheck {
        listeners = List.copyOf(listeners);
    }

    /** What answers at the address of the administration. */
    enum Answering {
        NOBODY,
        GATE,
        SOMETHING_ELSE
    }

    @Override
    public Subject subject() {
        return new Subject("gate");
    }

    @Override
    public void look(Consumer<Finding> found) {
        Answering answering = running(found);
        found.accept(address(subject(), "admin", admin.address(), answering));
        for (ListenerSettings listener : listeners) {
            Subject subject = new Subject("listener " + written(listener.address()));
            found.accept(address(subject, ADDRESS, listener.address(), answering));
            listener.tls().ifPresent(tls -> certificate(subject, tls).forEach(found));
        }
    }

    private Answering running(Consumer<Finding> found) {
        Optional<HubAnswer> answer = ready();
        String at = " at " + admin.url();
        if (answer.isEmpty()) {
            found.accept(subject().ok("running", "no gate answers" + at));
            return Answering.NOBODY;
        }
        int status = answer.get().status();
        String said = new String(answer.get().body(), StandardCharsets.UTF_8).strip();
        if (status == 200 && said.equals("ready")) {
            found.accept(subject().ok("running", "a gate runs and is ready" + at));
            return Answering.GATE;
        }
        if (status == 503) {
            found.accept(subject()
                    .warning(
                            "running",
                            "a gate runs" + at,
                            "it is not ready: " + said,
                            "wait until it is, or look into its log"));
            return Answering.GATE;
        }
        return Answering.SOMETHING_ELSE;
    }

    private Optional<HubAnswer> ready() {
        Target target = new Target(
                subject(),
                "the administration",
                "admin",
                "admin.address",
                admin.url(),
                Optional.empty(),
                Optional.empty());
        if (target.port() == 0) {
            return Optional.empty();
        }
        try (Socket socket = new Dial(target, Duration.ofSeconds(1)).open()) {
            return Optional.of(HttpExchange.of(socket, HubCall.get("/readyz", List.of()), target.authority()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Finding address(Subject subject, String check, InetSocketAddress address, Answering answering) {
        String written = written(address);
        if (address.getPort() == 0) {
            return subject.ok(check, written + ": any free port");
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(address);
            return answering == Answering.GATE
                    ? subject.warning(
                            check,
                            written + " is free",
                            "a gate runs, but not here: it was started with another configuration",
                            "restart the gate for the configuration to take effect")
                    : subject.ok(check, written + " is free");
        } catch (BindException e) {
            return taken(subject, check, written, answering, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return subject.fault(
                    Area.CONFIGURATION,
                    check,
                    written + ": " + e.getMessage(),
                    "this machine cannot listen there",
                    "write an address of this machine");
        }
    }

    private static Finding taken(Subject subject, String check, String written, Answering answering, String why) {
        if (why.contains("in use")) {
            return answering == Answering.GATE
                    ? subject.ok(check, written + " is taken, by the gate that runs")
                    : subject.fault(
                            Area.UNREACHABLE,
                            check,
                            written + " is taken",
                            "another program listens there, so a gate cannot",
                            "find it (ss -ltnp) and end it, or write another port");
        }
        return subject.fault(
                Area.CONFIGURATION,
                check,
                written + ": " + why,
                why.contains("denied")
                        ? "this account may not listen at a port below 1024"
                        : "this is no address of this machine",
                why.contains("denied")
                        ? "let it (setcap cap_net_bind_service, or net.ipv4.ip_unprivileged_port_start), or write"
                                + " another port"
                        : "write one of it (ip addr), or 0.0.0.0 for all");
    }

    private List<Finding> certificate(Subject subject, ListenerSettings.Tls tls) {
        try {
            CertifiedKey certified = CertifiedKey.read(tls.certificate(), tls.key());
            List<Finding> wrong = CertificateJudge.expired(
                    subject, certified.chain(), "ask whoever issues your certificates", clock.instant());
            return wrong.isEmpty()
                    ? List.of(subject.ok(
                            CertificateJudge.CHECK,
                            CertificateJudge.described(certified.chain().get(0)) + ", and its key belongs to it"))
                    : wrong;
        } catch (IllegalArgumentException e) {
            return List.of(subject.fault(
                    Area.CONFIGURATION,
                    CertificateJudge.CHECK,
                    tls.certificate() + ", " + tls.key(),
                    String.valueOf(e.getMessage()),
                    "put the certificate and the key that belongs to it into the two files of listen[].tls"));
        }
    }

    private static String written(InetSocketAddress address) {
        String host = address.getHostString();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
