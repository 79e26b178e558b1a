package io.passgate.app;

import io.passgate.front.Answers;
import io.passgate.front.Fault;
import io.passgate.front.LocalAnswer;
import io.passgate.page.Answer;
import io.passgate.page.ClientKind;
import io.passgate.page.Notice;
import io.passgate.page.SiteSettings;
import io.passgate.page.Visit;
import io.passgate.wire.Field;
import java.time.InstantSource;
import java.util.Optional;

/** The words for what goes wrong on the way, in the site's name. Safe for use by many threads. */
final class FaultPages implements Answers {

    private final io.passgate.page.Answers answers;
    private final InstantSource clock;

    FaultPages(SiteSettings site, InstantSource clock) {
        this.answers = new io.passgate.page.Answers(site);
        this.clock = clock;
    }

    @Override
    public LocalAnswer fault(Fault fault, boolean browser, Optional<String> again, String requestId) {
        Visit visit = new Visit(
                requestId,
                "/",
                Optional.empty(),
                Optional.empty(),
                again.orElse("/"),
                again.isPresent(),
                false,
                clock.instant());
        Notice notice = new Notice.Failed(io.passgate.page.Fault.of(fault.status()));
        Answer answer = answers.answer(notice, visit, browser ? ClientKind.PERSON : ClientKind.PROGRAM);
        return new LocalAnswer(
                answer.status(),
                answer.headers().stream()
                        .map(h -> new Field(h.name(), h.value()))
                        .toList(),
                answer.bytes());
    }
}
