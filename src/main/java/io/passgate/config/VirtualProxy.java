package io.passgate.config;

import io.passgate.authn.IdentitySettings;
import io.passgate.gatekeeper.VirtualProxySettings;
import io.passgate.hub.HubSettings;

/**
 * One virtual proxy as written, its preset filled in. Immutable.
 *
 * @param front who may go where
 * @param hub what stands behind it
 * @param identity how it finds out who is asking
 */
public record VirtualProxy(VirtualProxySettings front, HubSettings hub, IdentitySettings identity) {}
