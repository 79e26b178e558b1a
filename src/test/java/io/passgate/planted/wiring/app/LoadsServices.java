package io.passgate.planted.wiring.app;

import java.util.ServiceLoader;

/** Breaks: a service is looked up. */
final class LoadsServices {
    Iterable<Runnable> find() {
        return ServiceLoader.load(Runnable.class);
    }
}
