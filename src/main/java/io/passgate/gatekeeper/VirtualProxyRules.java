package io.passgate.gatekeeper;

import io.passgate.authn.CredentialReader;
import io.passgate.authn.IdentitySettings;
import io.passgate.authn.Question;
import io.passgate.front.Activity;
import io.passgate.front.Passage;
import io.passgate.wire.RequestEdit;
import io.passgate.wire.RequestHead;
import java.util.List;
import java.util.Optional;

/**
 * One virtual proxy, made ready for the request path: its paths as bytes, its cookie's name, its readers and the passages
 * that never change. Immutable; safe for use by many threads.
 */
final class VirtualProxyRules {

    private final VirtualProxySettings settings;
    private final PathSet open;
    private final PathSet needsPass;
    private final PathSet own;
    private final PathSet logout;
    private final CredentialReader clearReader;
    private final CredentialReader secureReader;
    private final Question question;
    private final RequestEdit cut;
    private final Passage preflight;

    VirtualProxyRules(VirtualProxySettings settings, IdentitySettings identity) {
        String prefix = settings.prefix();
        this.settings = settings;
        this.open = new PathSet(prefix, settings.open());
        this.needsPass = new PathSet(prefix, settings.needsPass());
        this.own = new PathSet(prefix, List.of(new PathPattern("/.passgate/*")));
        this.logout = new PathSet(
                prefix, settings.logout().stream().map(LogoutRule::path).toList());
        this.clearReader = CredentialReader.of(identity, cookieName(false));
        this.secureReader = CredentialReader.of(identity, cookieName(true));
        this.question = Question.of(identity, prefix);
        this.cut = new RequestEdit(List.of(cookieName(true), cookieName(false)), List.of(), List.of());
        RequestEdit nobody = new RequestEdit(List.of(), List.of("cookie", "authorization"), List.of());
        this.preflight = new Passage(nobody, List.of(), Optional.empty(), Activity.IGNORED);
    }

    VirtualProxySettings settings() {
        return settings;
    }

    String prefix() {
        return settings.prefix();
    }

    /** Paths of the gate itself (design.md §4). */
    boolean isOwn(RequestHead head) {
        return own.contains(head);
    }

    /** Paths that need neither identity nor pass. */
    boolean isOpen(RequestHead head) {
        return open.contains(head);
    }

    /** Paths that an access pass is needed for. */
    boolean needsPass(RequestHead head) {
        return needsPass.contains(head);
    }

    /** Whether the answer to this request may be a log-out; its status tells. */
    boolean mayLogOut(RequestHead head) {
        return logout.contains(head);
    }

    /** Whether this answer was a log-out. */
    boolean isLogOut(String method, String path, int status) {
        String below =
                settings.isDefault() ? path : path.substring(settings.prefix().length());
        return settings.logout().stream().anyMatch(rule -> rule.recognizes(method, below, status));
    }

    CredentialReader reader(boolean secure) {
        return secure ? secureReader : clearReader;
    }

    /** {@code path}, which begins with a slash, under the gate's own paths of this virtual proxy. */
    String ownPath(String path) {
        return below("/.passgate" + path);
    }

    /** {@code path}, which begins with a slash, under the prefix of this virtual proxy. */
    String below(String path) {
        return (settings.isDefault() ? "" : settings.prefix()) + path;
    }

    /** How calls of the gate's own carry a person's credentials to the hub. */
    Question question() {
        return question;
    }

    /** Where a person begins. */
    String frontPage() {
        return settings.isDefault() ? "/" : settings.prefix() + "/";
    }

    /** Cuts the gate's own cookies and nothing else. */
    RequestEdit cut() {
        return cut;
    }

    /** A preflight goes to the hub as nobody (decision 4). */
    Passage preflight() {
        return preflight;
    }

    /** {@code __Host-passgate}, {@code __Host-passgate-<prefix>}; on clear HTTP without the prefix and ending {@code -http}. */
    String cookieName(boolean secure) {
        String name = settings.isDefault()
                ? "passgate"
                : "passgate-" + settings.prefix().substring(1).replace('/', '-');
        return secure ? "__Host-" + name : name + "-http";
    }

    /** Sets the gate cookie: no lifetime, so that it ends with the browser (design.md §4). */
    String setCookie(String value, boolean secure) {
        String site = settings.embedding() && secure ? "None; Partitioned" : "Lax";
        return cookieName(secure) + "=" + value + "; Path=/; HttpOnly; SameSite=" + site + (secure ? "; Secure" : "");
    }

    /** Takes the gate cookie away. */
    String expireCookie(boolean secure) {
        return setCookie("", secure) + "; Max-Age=0";
    }
}
