package io.passgate.planted.wiring.app;

/** Breaks: an object is made by reflection. */
final class CallsConstructor {
    Object make(Class<?> type) throws ReflectiveOperationException {
        return type.getDeclaredConstructor().newInstance();
    }
}
