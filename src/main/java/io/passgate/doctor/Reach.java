package io.passgate.doctor;

import io.passgate.doctor.Dial.ProxyAnswer;
import io.passgate.doctor.TlsAnswer.Kind;
import io.passgate.hub.HubAnswer;
import io.passgate.hub.HubCall;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The way to a target: its name, the connection, the forward proxy, TLS, its certificate, HTTP, its clock – each looked at only when
 * all before it are sound. No credential is ever sent here, and no request at all to whom the authorities do not vouch for.
 * Confined to one thread.
 */
final class Reach {
    private final Target target;
    private final ClockBounds bounds;
    private final InstantSource clock;
    private final Dial dial;
    private final SecureRandom random = new SecureRandom();
    private final Consumer<Finding> found;

    private Optional<String> broken = Optional.empty();
    private Optional<Trust> trust = Optional.empty();
    private Optional<Handshake.Seen> handshake = Optional.empty();
    private Optional<HubAnswer> answer = Optional.empty();

    /** @param found is told of each finding */
    Reach(Target target, ClockBounds bounds, InstantSource clock, Consumer<Finding> found) {
        this.target = target;
        this.bounds = bounds;
        this.clock = clock;
        this.found = found;
        this.dial = new Dial(target, Dial.PATIENCE);
    }

    /** Goes the whole way, to the head of the answer at {@code path}: its body may never end. */
    void walk(String path) {
        connect();
        step("http", () -> http(new HubCall("GET", path, List.of(), Dial.PATIENCE, 0)));
        step(ClockBounds.CHECK, this::clocks);
    }

    /** Goes as far as one comes without a request. */
    void connect() {
        step("name", this::name);
        step("connection", this::connection);
        if (target.forwardProxy().isPresent()) {
            step("proxy", this::proxy);
        }
        if (target.isTls()) {
            step("trust", this::trust);
            step(TlsJudge.CHECK, this::tls);
            step(CertificateJudge.CHECK, this::certificate);
        }
    }

    /** Which check ended the way, if one did. */
    Optional<String> broken() {
        return broken;
    }

    /** Another call, once the way was gone without a fault. */
    HubAnswer exchange(HubCall call) throws IOException {
        try (Socket socket = dial.open();
                Socket spoken = target.isTls() ? Handshake.trusting(socket, target, trust.orElseThrow()) : socket) {
            return HttpExchange.of(spoken, call, target.authority());
        }
    }

    private void step(String check, Supplier<List<Finding>> look) {
        if (broken.isPresent()) {
            found.accept(target.subject().skipped(check, "its " + broken.get() + " is at fault"));
            return;
        }
        List<Finding> these = look.get();
        these.forEach(found);
        if (these.stream().anyMatch(Finding::isFault)) {
            broken = Optional.of(check);
        }
    }

    private List<Finding> name() {
        try {
            List<InetAddress> addresses = dial.resolve();
            if (addresses.isEmpty()) {
                return List.of(ReachJudge.noName(target, "no address"));
            }
            String all = addresses.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(", "));
            String host = target.nextHost();
            return List.of(target.subject().ok("name", host + " is " + (host.equals(all) ? "an address" : all)));
        } catch (IOException e) {
            return List.of(ReachJudge.noName(target, String.valueOf(e.getMessage())));
        }
    }

    private List<Finding> connection() {
        try {
            dial.connect().close();
            return List.of(target.subject()
                    .ok("connection", target.nextHost() + ":" + target.nextPort() + " takes connections"));
        } catch (IOException e) {
            return List.of(ReachJudge.noConnection(target, e));
        }
    }

    private List<Finding> proxy() {
        try (Socket socket = dial.connect()) {
            ProxyAnswer said = dial.tunnel(socket);
            return List.of(ReachJudge.proxy(target, said));
        } catch (IOException e) {
            return List.of(ReachJudge.brokenProxy(target, e));
        }
    }

    private List<Finding> trust() {
        try {
            Trust read = Trust.of(target.trust());
            trust = Optional.of(read);
            return List.of(target.subject().ok("trust", read.size() + " authorities in " + read.words()));
        } catch (IllegalArgumentException e) {
            return List.of(ReachJudge.noTrust(target, e));
        }
    }

    private List<Finding> tls() {
        try {
            List<TlsAnswer> answers = answers();
            Handshake.Seen seen = Handshake.record(dial.open(), target, trust.orElseThrow());
            handshake = Optional.of(seen);
            return List.of(TlsJudge.judge(target, new TlsJudge.Seen(answers, seen, Handshake.ciphers())));
        } catch (IOException e) {
            return List.of(ReachJudge.cut(target, TlsJudge.CHECK, e));
        }
    }

    /** To one hello for each version; who says nothing to one is not asked again. */
    private List<TlsAnswer> answers() throws IOException {
        List<TlsAnswer> answers = new ArrayList<>();
        for (TlsVersion version : TlsVersion.NEWEST_FIRST) {
            try (Socket socket = dial.open()) {
                TlsAnswer answer = new ClientHello(version, target.host()).ask(socket, random);
                answers.add(answer);
                if (answer.kind() == Kind.SILENT) {
                    break;
                }
            }
        }
        return answers;
    }

    private List<Finding> certificate() {
        Handshake.Seen seen = handshake.orElseThrow();
        return CertificateJudge.judge(
                target,
                new CertificateJudge.Shown(
                        seen.chain(), seen.vouched(), trust.orElseThrow().words()),
                clock.instant());
    }

    private List<Finding> http(HubCall call) {
        try {
            HubAnswer heard = exchange(call);
            answer = Optional.of(heard);
            return List.of(target.subject()
                    .ok(
                            "http",
                            call.method() + " " + call.target() + " is answered with " + heard.status() + ", in HTTP"));
        } catch (HttpExchange.NoHttp e) {
            return List.of(ReachJudge.noHttp(target, e));
        } catch (IOException e) {
            return List.of(
                    handshake.filter(Handshake.Seen::asksForCertificate).isPresent()
                            ? ReachJudge.wantsCertificate(target, "http", String.valueOf(e.getMessage()))
                            : ReachJudge.cut(target, "http", e));
        }
    }

    private List<Finding> clocks() {
        return answer.flatMap(heard -> heard.value("Date"))
                .map(date -> List.of(bounds.judge(target, date, clock.instant())))
                .orElseGet(() -> List.of(target.subject().skipped(ClockBounds.CHECK, "the answer has no Date")));
    }
}
