package io.passgate.config;

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
        settings.license()
                .form()
                .<Boolean>fold(
                        key -> true,
                        lef -> found.add("license.lef is not carried out by this version; expected license.keyFile"),
                        offline -> found.add(
                                "license.offline is not carried out by this version; expected license.keyFile"));
        return found;
    }
}
