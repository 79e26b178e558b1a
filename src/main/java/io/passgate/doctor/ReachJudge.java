package io.passgate.doctor;

import io.passgate.doctor.Dial.ProxyAnswer;
import io.passgate.doctor.Finding.Area;
import io.passgate.doctor.HttpExchange.NoHttp;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;

/** What is to be said of names, connections and forward proxies. Stateless. */
final class ReachJudge {
    private ReachJudge() {}

    static Finding noName(Target target, String seen) {
        return target.subject()
                .fault(
                        Area.UNREACHABLE,
                        "name",
                        target.nextHost() + ": " + seen,
                        "the host name of " + target.next() + " is not known here",
                        "correct " + target.nextKey() + ", or make the name known: look at /etc/resolv.conf, /etc/hosts"
                                + " and the name server (getent hosts " + target.nextHost() + ")");
    }

    static Finding noConnection(Target target, IOException e) {
        String address = target.nextHost() + ":" + target.nextPort();
        String wrong;
        String toDo;
        if (e instanceof SocketTimeoutException) {
            wrong = "nobody answers at this address; most likely a firewall drops it";
            toDo = "let this machine through to " + address + " in the firewall";
        } else if (e instanceof NoRouteToHostException) {
            wrong = "there is no way from this machine to this address";
            toDo = "look at the routes of this machine, and at the firewall";
        } else if (e instanceof ConnectException) {
            wrong = "nobody listens there: the connection is refused";
            toDo = "start " + target.next() + ", or correct the port of " + target.nextKey();
        } else {
            wrong = "the connection fails: " + e.getMessage();
            toDo = "look at the network of this machine";
        }
        return target.subject().fault(Area.UNREACHABLE, "connection", address, wrong, toDo);
    }

    static Finding proxy(Target target, ProxyAnswer answer) {
        String to = target.authority();
        String seen = "CONNECT " + to + " is answered with "
                + (answer.status() == 0 ? "something that is no HTTP" : answer.status());
        if (answer.opensTunnel()) {
            return target.subject().ok("proxy", seen);
        }
        return switch (answer.status()) {
            case 0 ->
                target.subject()
                        .fault(
                                Area.CONFIGURATION,
                                "proxy",
                                seen,
                                "what listens there is no HTTP proxy",
                                "correct " + target.key() + ".forwardProxy");
            case 407 ->
                noTunnel(
                        target,
                        seen,
                        (target.showsCredentials()
                                        ? "the forward proxy does not accept the user and password"
                                        : "the forward proxy wants authentication")
                                + answer.challenge().map(c -> " (" + c + ")").orElse(""),
                        (target.showsCredentials() ? "correct " : "set ") + target.key() + ".forwardProxyUser and "
                                + target.key() + ".forwardProxyPassword");
            case 403 ->
                noTunnel(
                        target,
                        seen,
                        "the forward proxy does not let this machine reach " + to,
                        "ask whoever runs the proxy to let " + to + " through");
            case 502, 503, 504 ->
                noTunnel(
                        target,
                        seen,
                        "the forward proxy cannot reach " + to + " itself",
                        "look for the name and the firewall from the proxy's side");
            default ->
                noTunnel(
                        target,
                        seen,
                        "the forward proxy opens no tunnel to " + to,
                        "ask whoever runs the proxy to let " + to + " through by CONNECT");
        };
    }

    private static Finding noTunnel(Target target, String seen, String wrong, String toDo) {
        return target.subject().fault(Area.UNREACHABLE, "proxy", seen, wrong, toDo);
    }

    static Finding brokenProxy(Target target, IOException e) {
        return target.subject()
                .fault(
                        Area.UNREACHABLE,
                        "proxy",
                        "CONNECT " + target.authority() + ": " + e.getMessage(),
                        "the forward proxy does not answer; it may be no HTTP proxy, or one that speaks TLS only",
                        "correct " + target.key() + ".forwardProxy, or look into the proxy's log");
    }

    static Finding noTrust(Target target, IllegalArgumentException e) {
        return target.subject()
                .fault(
                        Area.CONFIGURATION,
                        "trust",
                        String.valueOf(e.getMessage()),
                        "the authorities that may vouch for " + target.whose() + " cannot be read",
                        "put their certificates in PEM (-----BEGIN CERTIFICATE-----) into the file of " + target.key()
                                + ".trust");
    }

    static Finding noHttp(Target target, NoHttp e) {
        boolean tls = e.isTls() && !target.isTls();
        return target.subject()
                .fault(
                        Area.CONFIGURATION,
                        "http",
                        tls
                                ? "an alert of TLS"
                                : "it says: "
                                        + TlsAnswer.noTls(String.valueOf(e.getMessage()))
                                                .said(),
                        tls
                                ? target.whose() + " speaks TLS at this port"
                                : target.whose() + " speaks no HTTP at this port",
                        (tls ? "write https:// into " : "correct the address of ") + target.urlKey());
    }

    static Finding cut(Target target, String check, IOException e) {
        String said = String.valueOf(e.getMessage());
        String look = "look whether " + target.whose() + " is well, and into its log";
        if (e instanceof SocketTimeoutException) {
            return target.subject()
                    .fault(
                            Area.UNREACHABLE,
                            check,
                            "no answer within " + Dial.PATIENCE.toSeconds() + " seconds",
                            target.whose() + " takes the connection, but does not answer",
                            look);
        }
        return target.subject()
                .fault(
                        Area.UNREACHABLE,
                        check,
                        said,
                        "the connection to " + target.whose() + " ends before the answer",
                        look);
    }

    static Finding wantsCertificate(Target target, String check, String seen) {
        return target.subject()
                .fault(
                        Area.UNREACHABLE,
                        check,
                        seen,
                        target.whose() + " wants a certificate from its clients, and the gate has none to show",
                        "let " + target.whose() + " take connections from this machine without one");
    }
}
