package io.passgate.page;

import java.util.Optional;

/**
 * What the pages call the hub, and whom they send people to. Plain text: whoever writes it into a page escapes it.
 * Immutable.
 *
 * @param name stands in "You cannot access … because you have no access pass"
 * @param contact an address, a telephone number or a link
 */
public record SiteSettings(String name, Optional<String> contact) {

    /** @throws IllegalArgumentException when the name is blank */
    public SiteSettings {
        if (name.isBlank()) {
            throw new IllegalArgumentException("the site's name must not be blank");
        }
    }
}
