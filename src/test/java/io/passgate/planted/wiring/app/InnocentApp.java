package io.passgate.planted.wiring.app;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Keeps the rule: resources may be read by name. */
final class InnocentApp {
    @Nullable
    InputStream resource() {
        return InnocentApp.class.getResourceAsStream("page.html");
    }
}
