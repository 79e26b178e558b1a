package io.passgate.hub;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.passgate.hub.HubSettings.HostRule;
import io.passgate.wire.Field;
import io.passgate.wire.ResponseHead;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A {@link HubCall} on its way. Confined to its event loop. */
final class PendingCall implements HubReply {
    private final HubLane lane;
    private final HubCall call;
    private final CompletableFuture<HubAnswer> answer;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private @Nullable HubConnection connection;
    private List<Field> fields = List.of();
    private int status;
    private boolean retried;

    private PendingCall(HubLane lane, HubCall call, CompletableFuture<HubAnswer> answer) {
        this.lane = lane;
        this.call = call;
        this.answer = answer;
    }

    static CompletionStage<HubAnswer> start(HubPool pool, EventLoop loop, HubCall call) {
        CompletableFuture<HubAnswer> answer = new CompletableFuture<>();
        Runnable begin = () -> new PendingCall(pool.lane(loop), call, answer).begin();
        if (loop.inEventLoop()) {
            begin.run();
        } else {
            loop.execute(begin);
        }
        return answer;
    }

    private void begin() {
        ScheduledFuture<?> timer = lane.loop()
                .schedule(() -> end(HubFault.Kind.NO_ANSWER), call.timeout().toNanos(), TimeUnit.NANOSECONDS);
        CompletableFuture<HubAnswer> unused = answer.whenComplete((done, fault) -> timer.cancel(false));
        lane.open(this, false);
    }

    @Override
    public void connected(HubConnection to) {
        if (answer.isDone()) {
            to.close();
            return;
        }
        connection = to;
        StringBuilder head = new StringBuilder(256)
                .append(call.method())
                .append(' ')
                .append(call.target())
                .append(" HTTP/1.1\r\n");
        boolean keepHost = lane.settings().host() == HostRule.KEEP
                && call.fields().stream().anyMatch(PendingCall::isHost);
        if (!keepHost) {
            head.append("Host: ")
                    .append(new String(lane.authority(), StandardCharsets.ISO_8859_1))
                    .append("\r\n");
        }
        for (Field field : call.fields()) {
            if (keepHost || !isHost(field)) {
                head.append(field.name()).append(": ").append(field.value()).append("\r\n");
            }
            if (field.name().equalsIgnoreCase("Authorization") && ConnectionAuth.is(field.value())) {
                to.bind();
            }
        }
        to.expectAnswerToHead(call.method().equals("HEAD"));
        ByteBuf out = to.alloc().buffer(head.length() + 2);
        out.writeCharSequence(head.append("\r\n"), StandardCharsets.ISO_8859_1);
        to.write(out);
        to.flush();
    }

    @Override
    public void informational(ResponseHead head) {
        // nothing was expected
    }

    @Override
    public void head(ResponseHead head) {
        if (head.status() == 101) {
            end(HubFault.Kind.MALFORMED);
            return;
        }
        status = head.status();
        fields = new ArrayList<>();
        for (int i = 0; i < head.count(); i++) {
            String name = head.name(i).toLowerCase(Locale.ROOT);
            if (!head.dropped(i) && !name.equals("transfer-encoding") && !name.equals("connection")) {
                fields.add(new Field(head.name(i), head.value(i)));
            }
        }
        if (connection != null) {
            connection.contentOnly(head);
        }
    }

    @Override
    public void body(ByteBuf part) {
        int length = part.readableBytes();
        if (!answer.isDone() && body.size() + length <= call.maxBody()) {
            body.writeBytes(ByteBufUtil.getBytes(part));
        } else if (!answer.isDone()) {
            end(HubFault.Kind.TOO_LONG);
        }
        part.release();
    }

    @Override
    public void ended() {
        if (connection != null) {
            HubConnection done = connection;
            connection = null;
            done.giveBack();
            if (done.bound()) {
                done.close();
            }
        }
        answer.complete(new HubAnswer(status, fields, body.toByteArray()));
    }

    @Override
    public void failed(HubFault.Kind kind, boolean untouched) {
        connection = null;
        if (untouched && idempotent() && !retried && !answer.isDone()) {
            retried = true;
            lane.open(this, true);
        } else {
            end(kind);
        }
    }

    @Override
    public void readComplete() {
        // the answer is collected, not passed on
    }

    @Override
    public void writabilityChanged(boolean writable) {
        // the request was one small buffer
    }

    private static boolean isHost(Field field) {
        return field.name().equalsIgnoreCase("Host");
    }

    private boolean idempotent() {
        return call.method().equals("GET") || call.method().equals("HEAD");
    }

    private void end(HubFault.Kind kind) {
        if (connection != null) {
            connection.close();
            connection = null;
        }
        answer.completeExceptionally(new HubFault(kind));
    }
}
