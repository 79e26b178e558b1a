package io.passgate.gatekeeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.passgate.testing.RawClient;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a refused WebSocket hears where the preset says {@code refusal: qlik} (domain.md §7.6). */
@Timeout(60)
class QlikSocketTest {

    @Test
    void whoIsSignedInComesFirstThenWhyNotThenTheClose(@TempDir Path directory) throws Exception {
        try (DoorFixture door = new DoorFixture(directory, ", refusal: qlik");
                RawClient client = door.connect()) {
            client.send(door.request("GET /app/1", "", "Cookie: DEMOHUB=passless.1", DoorFixture.WEB_SOCKET));

            assertThat(client.readHead()).startsWith("HTTP/1.1 101");
            assertThat(client.readToEnd())
                    .containsSubsequence(
                            "\"OnAuthenticationInformation\",\"params\":{\"userId\":\"passless\",\"userDirectory\":\"demo\","
                                    + "\"logoutUri\":\"http://" + door.host()
                                    + "/logout\",\"mustAuthenticate\":false}}",
                            "\"OnLicenseAccessDenied\"",
                            "nothing-allocated; request ");
        }
    }
}
