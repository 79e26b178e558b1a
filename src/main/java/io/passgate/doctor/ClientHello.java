package io.passgate.doctor;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/**
 * The first message of a TLS client (RFC 5246 §7.4.1.2, RFC 8446 §4.1.2), written by hand, for the JDK offers neither old versions
 * nor weak ciphers – and it is those that a server may be limited to. Nothing follows it: no handshake is completed, no secret
 * is sent. Immutable.
 *
 * @param version the highest version that is offered
 * @param host the name that is asked for; left out when it is an address (RFC 6066 §3)
 */
record ClientHello(TlsVersion version, String host) {

    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;
    private static final int MOST_RECORD_BYTES = 1 << 15;
    private static final int SAID = 40;

    private static final int SERVER_NAME = 0;
    private static final int SUPPORTED_GROUPS = 10;
    private static final int POINT_FORMATS = 11;
    private static final int SIGNATURE_ALGORITHMS = 13;
    private static final int SUPPORTED_VERSIONS = 43;
    private static final int PSK_MODES = 45;
    private static final int KEY_SHARE = 51;
    private static final int RENEGOTIATION_INFO = 0xff01;

    private static final int X25519 = 0x001d;
    /** X25519, P-256, P-384, P-521, ffdhe2048. */
    private static final int[] GROUPS = {X25519, 0x0017, 0x0018, 0x0019, 0x0100};
    /** ECDSA, RSA-PSS, RSA, EdDSA, and the SHA-1 ones of old servers. */
    private static final int[] SIGNATURES = {
        0x0403, 0x0503, 0x0603, 0x0804, 0x0805, 0x0806, 0x0809, 0x080a, 0x080b, 0x0401, 0x0501, 0x0601, 0x0807, 0x0203,
        0x0201
    };

    /** Sends it and reads what comes first. */
    TlsAnswer ask(Socket socket, Random random) throws IOException {
        socket.getOutputStream().write(bytes(random));
        DataInputStream in = new DataInputStream(socket.getInputStream());
        try {
            int type = in.readUnsignedByte();
            if (type != HANDSHAKE && type != ALERT) {
                byte[] more = in.readNBytes(SAID);
                return TlsAnswer.noTls((char) type + new String(more, StandardCharsets.ISO_8859_1));
            }
            in.readUnsignedShort();
            byte[] record = new byte[Math.min(in.readUnsignedShort(), MOST_RECORD_BYTES)];
            in.readFully(record);
            return type == ALERT ? TlsAnswer.alert(record) : TlsAnswer.serverHello(record);
        } catch (EOFException | SocketException e) {
            return TlsAnswer.REFUSED;
        } catch (SocketTimeoutException e) {
            return TlsAnswer.SILENT;
        }
    }

    private byte[] bytes(Random random) {
        byte[] chance = new byte[32 + 32 + 32];
        random.nextBytes(chance);
        boolean newest = version == TlsVersion.TLS_1_3;
        Parts body = new Parts()
                .two(Math.min(version.code(), TlsVersion.TLS_1_2.code()))
                .raw(chance, 0, 32)
                .one(32)
                .raw(chance, 32, 32)
                .block(2, new Parts().twos(Cipher.codes(newest)))
                .block(1, new Parts().one(0))
                .block(2, extensions(newest, chance));
        Parts message = new Parts().one(1).block(3, body);
        return new Parts()
                .one(HANDSHAKE)
                .two(TlsVersion.TLS_1_0.code())
                .block(2, message)
                .bytes();
    }

    private Parts extensions(boolean newest, byte[] chance) {
        Parts all = new Parts();
        if (!isAddress()) {
            Parts name = new Parts().one(0).block(2, new Parts().ascii(host));
            all.two(SERVER_NAME).block(2, new Parts().block(2, name));
        }
        all.two(SUPPORTED_GROUPS).block(2, new Parts().block(2, new Parts().twos(GROUPS)));
        all.two(POINT_FORMATS).block(2, new Parts().block(1, new Parts().one(0)));
        if (version.code() >= TlsVersion.TLS_1_2.code()) {
            all.two(SIGNATURE_ALGORITHMS).block(2, new Parts().block(2, new Parts().twos(SIGNATURES)));
        }
        all.two(RENEGOTIATION_INFO).block(2, new Parts().one(0));
        if (newest) {
            Parts share = new Parts().two(X25519).block(2, new Parts().raw(chance, 64, 32));
            all.two(SUPPORTED_VERSIONS).block(2, new Parts().block(1, new Parts().two(version.code())));
            all.two(PSK_MODES).block(2, new Parts().block(1, new Parts().one(1)));
            all.two(KEY_SHARE).block(2, new Parts().block(2, share));
        }
        return all;
    }

    private boolean isAddress() {
        return host.contains(":") || host.matches("[0-9.]+");
    }

    /** Bytes put together; numbers have their highest byte first. Confined to one method. */
    private static final class Parts {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Parts one(int value) {
            out.write(value);
            return this;
        }

        Parts two(int value) {
            return one(value >> 8).one(value);
        }

        Parts twos(int... values) {
            for (int value : values) {
                two(value);
            }
            return this;
        }

        Parts twos(List<Integer> values) {
            values.forEach(this::two);
            return this;
        }

        Parts raw(byte[] bytes, int from, int length) {
            out.write(bytes, from, length);
            return this;
        }

        Parts ascii(String text) {
            out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
            return this;
        }

        /** {@code parts}, their length before them in as many bytes. */
        Parts block(int lengthBytes, Parts parts) {
            byte[] length = ByteBuffer.allocate(4).putInt(parts.out.size()).array();
            out.write(length, 4 - lengthBytes, lengthBytes);
            out.writeBytes(parts.bytes());
            return this;
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }
}
