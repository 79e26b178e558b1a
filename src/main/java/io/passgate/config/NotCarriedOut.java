package io.passgate.config;

import io.passgate.gatekeeper.VirtualProxySettings.NobodyRule;
import java.util.ArrayList;
import java.util.List;

/**
 * Settings that are agreed and read, but that this version does not carry out (decision 8): whoever writes one is told, and
 * nothing is started with it. Stateless.
 */
public final class NotCarriedOut {

    private NotCarriedOut() {}

    /** What of {@code settings} is not carried out: key, value, and what is expected instead; empty when all is. */
    public static List<String> of(Settings settings) {
        List<String> found = new ArrayList<>();
        mode("mode.license", settings.modes().license(), found);
        mode("mode.sessions", settings.modes().sessions(), found);
        for (VirtualProxy proxy : settings.virtualProxies()) {
            if (proxy.front().nobody() == NobodyRule.ANONYMOUS) {
                found.add("virtualProxies " + proxy.front().prefix()
                        + ": nobody: anonymous is not carried out by this version; expected toHub or 401");
            }
        }
        return found;
    }

    private static void mode(String key, Mode mode, List<String> found) {
        if (mode != Mode.ENFORCE) {
            found.add(key + ": " + mode.name().toLowerCase(java.util.Locale.ROOT)
                    + " is not carried out by this version; expected enforce");
        }
    }
}
