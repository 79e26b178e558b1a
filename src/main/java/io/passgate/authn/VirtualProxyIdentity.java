package io.passgate.authn;

import io.passgate.hub.HubAnswer;
import io.passgate.hub.HubCall;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * How one virtual proxy finds out who is asking, and the hub it may ask. Immutable.
 *
 * @param prefix of the virtual proxy, {@code /} for the default
 * @param settings its chain
 * @param hub puts a call to its hub, from any thread, within the call's time and size; completes on any thread
 */
public record VirtualProxyIdentity(
        String prefix, IdentitySettings settings, Function<HubCall, CompletionStage<HubAnswer>> hub) {}
