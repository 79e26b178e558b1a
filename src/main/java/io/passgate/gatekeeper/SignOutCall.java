package io.passgate.gatekeeper;

import io.passgate.front.Exchange;
import io.passgate.hub.HubAnswer;
import io.passgate.hub.HubCall;
import io.passgate.identity.Credential;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs a person out from a refusal page (decision 10): the preset's log-out is called with their own credentials, the cookies
 * that carried them are taken away, the gate's session ends, and the browser goes back to the front page. Whatever the hub
 * answers, the browser ends up without credentials. Safe for use by many threads.
 */
final class SignOutCall {

    private static final Logger LOG = LoggerFactory.getLogger(SignOutCall.class);

    private final BiFunction<String, HubCall, CompletionStage<HubAnswer>> hub;
    private final LogOut logOut;

    /**
     * Signs out through these hubs.
     *
     * @param hub puts a call to the hub of the virtual proxy of that prefix
     */
    SignOutCall(BiFunction<String, HubCall, CompletionStage<HubAnswer>> hub, LogOut logOut) {
        this.hub = hub;
        this.logOut = logOut;
    }

    void signOut(Exchange exchange, Visitor visitor) {
        VirtualProxyRules virtualProxy = visitor.virtualProxy();
        LogoutRule rule = virtualProxy.settings().logout().get(0);
        HubCall call = virtualProxy
                .question()
                .replay(rule.method(), rule.path().text(), visitor.facts().credentials(), visitor.facts());
        var unused = hub.apply(virtualProxy.prefix(), call)
                .handle((answer, failure) -> {
                    if (failure != null) {
                        LOG.warn(
                                "request {}: the hub could not be told of a log-out",
                                visitor.facts().requestId(),
                                failure);
                    }
                    return failure == null ? answer.values("set-cookie") : List.<String>of();
                })
                .thenCompose(setCookies -> logOut.end(visitor).handle((ended, failure) -> setCookies))
                .thenAcceptAsync(
                        setCookies -> exchange.answer(
                                OwnPaths.seeOther(virtualProxy.frontPage(), cookies(exchange, visitor, setCookies))),
                        exchange.executor());
    }

    private static List<String> cookies(Exchange exchange, Visitor visitor, List<String> setCookies) {
        VirtualProxyRules virtualProxy = visitor.virtualProxy();
        List<String> cookies = new ArrayList<>();
        visitor.facts().credentials().all().stream()
                .filter(credential -> credential.kind() == Credential.Kind.COOKIE)
                .forEach(credential -> {
                    cookies.add(expired(credential.name(), "/"));
                    if (!virtualProxy.settings().isDefault()) {
                        cookies.add(expired(credential.name(), virtualProxy.prefix()));
                    }
                });
        cookies.addAll(setCookies);
        cookies.add(virtualProxy.expireCookie(exchange.secure()));
        return cookies;
    }

    private static String expired(String name, String path) {
        return name + "=; Path=" + path + "; Max-Age=0";
    }
}
