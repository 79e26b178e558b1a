package io.passgate.front;

import io.passgate.wire.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Faults as problem+json (RFC 9457), or as a page of one sentence. Immutable. */
public final class PlainAnswers implements Answers {
    @Override
    public LocalAnswer fault(Fault fault, boolean browser, Optional<String> again, String requestId) {
        List<Field> fields = new ArrayList<>();
        fields.add(new Field("Content-Type", browser ? "text/html; charset=utf-8" : "application/problem+json"));
        fields.add(new Field("Cache-Control", "no-store"));
        if (fault.status() == 405) {
            fields.add(new Field("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"));
        }
        if (fault.status() == 503) {
            fields.add(new Field("Retry-After", "5"));
        }
        String body = browser
                ? "<!doctype html><meta charset=utf-8><title>%d</title><h1>%s</h1><p>Request %s</p>\n"
                        .formatted(fault.status(), fault.detail(), requestId)
                : "{\"type\":\"about:blank\",\"status\":%d,\"reason\":\"%s\",\"detail\":\"%s\",\"requestId\":\"%s\"}\n"
                        .formatted(fault.status(), fault.reason(), fault.detail(), requestId);
        return new LocalAnswer(fault.status(), fields, body.getBytes(StandardCharsets.UTF_8));
    }
}
