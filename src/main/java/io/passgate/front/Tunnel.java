package io.passgate.front;

import io.netty.buffer.ByteBuf;
import io.passgate.hub.HubConnection;
import io.passgate.wire.FrameWalk;
import io.passgate.wire.Frames;
import io.passgate.wire.Malformed;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A WebSocket between client and hub: frames pass as they come while both directions are walked. Confined to its event loop.
 *
 * <p>Ended by the gate, it waits for the end of the hub's message that is on its way, then says what there is to say.
 */
final class Tunnel {
    private static final Logger LOG = LoggerFactory.getLogger(Tunnel.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** Told once that the tunnel is over. */
    interface End {
        /** @param politely after a Close frame; otherwise the connection is to be cut */
        void over(boolean politely);
    }

    private final ClientConnection client;
    private final HubConnection hub;
    private final Activity activity;
    private final Duration idle;
    private final End end;
    private final FrameWalk fromClient = new FrameWalk(true);
    private final FrameWalk fromHub = new FrameWalk(false);
    private @Nullable SocketAnswer ending;

    /** @param idle longest silence of both; once it is being ended, nothing that arrives extends its time */
    Tunnel(ClientConnection client, HubConnection hub, Activity activity, Duration idle, End end) {
        this.client = client;
        this.hub = hub;
        this.activity = activity;
        this.idle = idle;
        this.end = end;
    }

    /** Passes on what the client sent; takes over the reference. */
    void fromClient(ByteBuf part) {
        if (ending != null) {
            part.release();
            return;
        }
        client.watchFor(idle);
        long before = fromClient.dataFrames();
        if (!walked(fromClient, part)) {
            return;
        }
        hub.write(part);
        if (!client.inRead()) {
            hub.flush();
        }
        if (!hub.isWritable()) {
            client.reading(false);
        }
        if (fromClient.dataFrames() != before) {
            activity.active();
        }
    }

    /** Passes on what the hub sent; takes over the reference. */
    void fromHub(ByteBuf part) {
        if (ending == null) {
            client.watchFor(idle);
            long before = fromHub.dataFrames();
            if (walked(fromHub, part)) {
                client.write(part);
                if (fromHub.dataFrames() != before) {
                    activity.hubActive();
                }
            }
            return;
        }
        try {
            int rest = fromHub.walk(part, true);
            if (rest > 0) {
                client.write(part.readRetainedSlice(rest));
            }
            part.release();
            sayIfBetween(ending);
        } catch (Malformed e) {
            lost(part, e);
        }
    }

    private boolean walked(FrameWalk walk, ByteBuf part) {
        try {
            walk.walk(part, false);
            return true;
        } catch (Malformed e) {
            lost(part, e);
            return false;
        }
    }

    private void lost(ByteBuf part, Malformed why) {
        LOG.debug("a WebSocket is cut: {}", why.getMessage());
        part.release();
        end.over(false);
    }

    /** Ends it: messages and close as soon as a message of ours may stand, a cut when that takes too long. */
    void end(SocketAnswer answer) {
        if (ending != null) {
            end.over(false);
            return;
        }
        ending = answer;
        client.watchFor(PATIENCE);
        sayIfBetween(answer);
    }

    private void sayIfBetween(SocketAnswer answer) {
        if (!fromHub.betweenMessages()) {
            return;
        }
        if (fromClient.betweenFrames() && !fromClient.closed()) {
            ByteBuf toHub = hub.alloc().buffer(8);
            Frames.closeToHub(toHub, 1001, ThreadLocalRandom.current().nextInt());
            hub.write(toHub);
            hub.flush();
        }
        if (!fromHub.closed()) {
            ByteBuf toClient = client.channel().alloc().buffer(256);
            AnswerWriter.write(toClient, answer);
            client.write(toClient);
            client.flush();
        }
        end.over(true);
    }
}
