package io.passgate.demo;

import io.passgate.rest.Call;
import io.passgate.rest.Handler;
import io.passgate.rest.Reply;
import java.nio.charset.StandardCharsets;

/** A file of the hub, with an entity tag, so that a browser that has it is answered 304. Immutable. */
final class DemoAsset implements Handler {
    private final String contentType;
    private final byte[] content;
    private final String tag;

    DemoAsset(String name, String contentType) {
        String text = DemoPages.resource(name);
        this.contentType = contentType;
        this.content = text.getBytes(StandardCharsets.UTF_8);
        this.tag = "\"" + Integer.toHexString(text.hashCode()) + "\"";
    }

    @Override
    public Reply handle(Call call) {
        boolean known = call.header("if-none-match").filter(tag::equals).isPresent();
        Reply reply = known ? Reply.empty(304) : Reply.bytes(200, contentType, content);
        return reply.withHeader("ETag", tag).withHeader("Cache-Control", "no-cache");
    }
}
