package io.passgate.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.doctor.TlsAnswer.Chosen;
import io.passgate.doctor.TlsAnswer.Kind;
import io.passgate.property.Property;
import io.passgate.testing.ScriptedHub;
import io.passgate.testing.TestCertificates;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The first message of TLS, to real servers and to those that answer oddly. */
@Timeout(60)
class ClientHelloTest {
    @TempDir
    static Path directory;

    /** A ServerHello of TLS 1.2 that chooses RC4, which neither JDK nor BoringSSL would. */
    static final byte[] CHOOSES_RC4 = serverHello(0x0303, 0x0005);

    @Test
    void theJdkTakesTheTwoNewVersionsAndRefusesTheOld() throws Exception {
        TestCertificates certificates = TestCertificates.in(directory);
        try (ScriptedHub server = new ScriptedHub(
                certificates.context().getServerSocketFactory(), true, ScriptedHub.Conversation::request)) {
            assertThat(ask(server, TlsVersion.TLS_1_3).chosen())
                    .contains(new Chosen(TlsVersion.TLS_1_3, "TLS_AES_256_GCM_SHA384"));
            assertThat(ask(server, TlsVersion.TLS_1_2).chosen())
                    .contains(new Chosen(TlsVersion.TLS_1_2, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"));
            assertThat(ask(server, TlsVersion.TLS_1_1)).isEqualTo(refused("protocol_version"));
            assertThat(ask(server, TlsVersion.TLS_1_0)).isEqualTo(refused("protocol_version"));
        }
    }

    private static TlsAnswer refused(String alert) {
        return new TlsAnswer(Kind.REFUSED, Optional.empty(), "answers with the alert " + alert);
    }

    @Test
    void aCipherThatNobodyShouldUseIsToldByItsName() throws Exception {
        try (ScriptedHub old = new ScriptedHub(hub -> {
            hub.read(5);
            hub.send(CHOOSES_RC4);
        })) {
            assertThat(ask(old, TlsVersion.TLS_1_2).chosen())
                    .contains(new Chosen(TlsVersion.TLS_1_2, "TLS_RSA_WITH_RC4_128_SHA"));
        }
    }

    @Test
    void whoSaysSomethingElseHangsUpOrSaysNothingIsToldApart() throws Exception {
        try (ScriptedHub ftp = new ScriptedHub(hub -> hub.send("220 ftp ready\r\n"))) {
            assertThat(ask(ftp, TlsVersion.TLS_1_2)).isEqualTo(TlsAnswer.noTls("220 ftp ready"));
        }
        try (ScriptedHub shut = new ScriptedHub(hub -> hub.read(5))) {
            assertThat(ask(shut, TlsVersion.TLS_1_2)).isEqualTo(TlsAnswer.REFUSED);
        }
        try (ScriptedHub mute = new ScriptedHub(ScriptedHub.Conversation::awaitEnd)) {
            assertThat(ask(mute, TlsVersion.TLS_1_2)).isEqualTo(TlsAnswer.SILENT);
        }
    }

    @Test
    void noServerHelloHoweverCutOrChangedIsMoreThanAnAnswer() {
        Property.forAll(2_000, chance -> {
            byte[] body = Arrays.copyOfRange(CHOOSES_RC4, 5, CHOOSES_RC4.length);
            byte[] cut = Arrays.copyOf(body, chance.between(1, body.length + 40));
            cut[chance.between(0, cut.length - 1)] = (byte) chance.between(0, 255);

            assertThat(TlsAnswer.serverHello(cut).kind()).isIn(Kind.CHOSE, Kind.NO_TLS);
        });
    }

    private static TlsAnswer ask(ScriptedHub server, TlsVersion version) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(500);
            return new ClientHello(version, "localhost").ask(socket, new Random(1));
        }
    }

    private static byte[] serverHello(int version, int cipher) {
        byte[] all = new byte[5 + 4 + 2 + 32 + 1 + 2 + 1];
        all[0] = 22;
        all[1] = 3;
        all[2] = 3;
        all[4] = (byte) (all.length - 5);
        all[5] = 2;
        all[8] = (byte) (all.length - 9);
        all[9] = (byte) (version >> 8);
        all[10] = (byte) version;
        all[44] = (byte) (cipher >> 8);
        all[45] = (byte) cipher;
        return all;
    }
}
