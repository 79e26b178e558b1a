package io.passgate.planted.impure.identity;

import java.util.Locale;

/** Breaks: the core is pure. */
final class AsksLocale {
    String low(String text) {
        return text.toLowerCase(Locale.getDefault());
    }
}
