package io.passgate.authn;

import io.passgate.authn.NamedCredential.Kind;
import io.passgate.identity.Credentials;
import io.passgate.wire.Fields;
import io.passgate.wire.Header;
import io.passgate.wire.RequestHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Takes from request heads what says who is asking, for the requests of one virtual proxy that come from one TCP peer
 * (design.md §4). For each request, in this order: {@link #strip}; {@link #print}, to see whether it is who it was; if not,
 * {@link #read}. Safe for use by many threads.
 */
public final class CredentialReader {

    /** The reader that believes no trusted header. */
    private final CredentialReader origin;

    private final List<NamedCredential> names;
    private final List<TrustedHeader> trusted;
    private final CredentialWalk walk;
    /** A reader for each set of trusted headers that some peer is believed with; few, and made when first met. */
    private final Map<Integer, CredentialReader> believing = new ConcurrentHashMap<>();
    /** Headers of which only the exact spelling passes. */
    private final NamedCredential[] headers;
    /** Trusted headers of which nothing passes: not believed from this peer. */
    private final NamedCredential[] unbelieved;

    private CredentialReader(
            Optional<CredentialReader> origin,
            List<NamedCredential> names,
            List<TrustedHeader> trusted,
            Set<String> unbelieved) {
        this.origin = origin.orElse(this);
        this.names = names;
        this.trusted = trusted;
        this.walk = new CredentialWalk(names);
        this.headers = names.stream().filter(NamedCredential::inHeaders).toArray(NamedCredential[]::new);
        this.unbelieved = unbelieved.stream()
                .map(name -> new NamedCredential(Kind.IDENTITY_HEADER, name))
                .toArray(NamedCredential[]::new);
    }

    /**
     * For peers from which no trusted header is believed; {@link #forPeer} makes those for others.
     *
     * @param gateCookie the name of the gate's own cookie in this virtual proxy
     */
    public static CredentialReader of(IdentitySettings settings, String gateCookie) {
        List<NamedCredential> names = new ArrayList<>();
        names.add(new NamedCredential(Kind.GATE_COOKIE, gateCookie));
        List<TrustedHeader> trusted = new ArrayList<>();
        for (IdentitySource source : settings.chain()) {
            source.<Boolean>fold(trusted::add, askHub -> names.addAll(named(askHub.credentials())));
        }
        return new CredentialReader(
                Optional.empty(), names.stream().distinct().toList(), List.copyOf(trusted), headerNames(trusted));
    }

    private static List<NamedCredential> named(CredentialNames credentials) {
        List<NamedCredential> names = new ArrayList<>();
        credentials.cookies().forEach(name -> names.add(new NamedCredential(Kind.COOKIE, name)));
        credentials.headers().forEach(name -> names.add(new NamedCredential(Kind.HEADER, name)));
        credentials.oneTime().forEach(name -> names.add(new NamedCredential(Kind.ONE_TIME_QUERY, name)));
        credentials.query().stream()
                .filter(name -> credentials.oneTime().stream().noneMatch(name::equalsIgnoreCase))
                .forEach(name -> names.add(new NamedCredential(Kind.QUERY, name)));
        return names;
    }

    private static Set<String> headerNames(List<TrustedHeader> trusted) {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        trusted.forEach(header -> names.add(header.name()));
        return names;
    }

    /**
     * The same for requests of this TCP peer: the peer itself, never an address that was forwarded. Cheap enough for every
     * request, and the same object for the same peer.
     *
     * @param peer textual IP address
     */
    public CredentialReader forPeer(String peer) {
        int believed = 0;
        for (int i = 0; i < trusted.size(); i++) {
            if (trusted.get(i).from().contains(peer)) {
                believed |= 1 << i;
            }
        }
        return believed == 0 ? origin : origin.believing.computeIfAbsent(believed, origin::believing);
    }

    private CredentialReader believing(int believed) {
        Set<String> names = headerNames(IntStream.range(0, trusted.size())
                .filter(i -> (believed & (1 << i)) != 0)
                .mapToObj(trusted::get)
                .toList());
        Set<String> unbelieved = headerNames(trusted);
        unbelieved.removeAll(names);
        List<NamedCredential> all = new ArrayList<>(this.names);
        names.forEach(name -> all.add(new NamedCredential(Kind.IDENTITY_HEADER, name)));
        return new CredentialReader(Optional.of(this), List.copyOf(all), trusted, unbelieved);
    }

    /**
     * Takes out what neither gate nor hub may read: trusted headers that are not believed from this peer, and every spelling
     * of a credential or identity header with underscores for hyphens, which is the same variable behind some hubs.
     */
    public void strip(Fields head) {
        if (headers.length == 0 && unbelieved.length == 0) {
            return;
        }
        for (int i = 0; i < head.count(); i++) {
            if (!head.dropped(i) && isStripped(head, i)) {
                head.drop(i);
            }
        }
    }

    private boolean isStripped(Fields head, int field) {
        int start = head.nameStart(field);
        int end = head.nameEnd(field);
        for (NamedCredential header : headers) {
            if (header.isMisspelled(head.bytes(), start, end)) {
                return true;
            }
        }
        for (NamedCredential header : unbelieved) {
            if (header.isSpelledAnyhow(head.bytes(), start, end)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Writes the exact bytes of everything that says who is asking, the gate cookie included, and of the user agent, which is part
     * of a session, in place of what {@code into} held. Allocates nothing once it is large enough. Equal bytes from the same
     * reader mean that {@link #read} would give the same.
     */
    public void print(RequestHead head, CredentialBytes into) {
        into.clear();
        walk.walk(head, into.found);
        int userAgent = head.first(Header.USER_AGENT);
        if (userAgent >= 0) {
            into.found.found(names.size(), head.bytes(), head.valueStart(userAgent), head.valueEnd(userAgent));
        }
    }

    /**
     * Reads it.
     *
     * @throws UnclearCredentials when a credential is sent twice with different values, or a trusted header cannot be read
     */
    public Presented read(RequestHead head) {
        PresentedBuilder found = new PresentedBuilder(names);
        walk.walk(head, found);
        return found.presented();
    }

    /**
     * What the browser will present after an answer with these {@code Set-Cookie} values, where they touch a credential: the
     * gate asks with it before it lets such an answer through (design.md §4).
     */
    public Optional<Credentials> renewed(Credentials before, List<String> setCookies) {
        return CookieRenewal.of(before, setCookies, names);
    }
}
