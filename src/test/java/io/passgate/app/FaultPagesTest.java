package io.passgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.front.Fault;
import io.passgate.page.SiteSettings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person sees when the hub fails. */
class FaultPagesTest {
    private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");

    private final FaultPages pages = new FaultPages(new SiteSettings("Hub", Optional.empty()), () -> NOW);

    private String page(Optional<String> again) {
        return new String(
                pages.fault(new Fault(Fault.Whose.HUB, 504, "hub-timeout", "late"), true, again, "4711")
                        .body(),
                StandardCharsets.UTF_8);
    }

    @Test
    void whoWantedToReadSomethingCanTryAgain() {
        assertThat(page(Optional.of("/report?id=1&x=%22")))
                .contains("href=\"/report?id=1&amp;x=%22\"", ">Try again</a>", "http-equiv=\"refresh\"")
                .doesNotContain("whether what you sent was carried out");
    }

    @Test
    void whoSentSomethingIsToldToLookFirst() {
        assertThat(page(Optional.empty()))
                .contains("whether what you sent was carried out", ">Go to Hub</a>")
                .doesNotContain("Try again</a>")
                .doesNotContain("http-equiv=\"refresh\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"//evil.example/", "/\\evil.example/", "/\t/evil.example", "https://evil.example/"})
    void noLinkLeadsToAnotherOrigin(String target) {
        assertThat(page(Optional.of(target))).doesNotContain("evil");
    }

    @Test
    void aTargetIsNeverMarkup() {
        assertThat(page(Optional.of("/\"><script>alert(1)</script>"))).doesNotContain("<script>alert");
    }
}
