package io.passgate.gatekeeper;

import static io.passgate.gatekeeper.DoorFixture.status;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, paths, headers and cookies made to be believed by whoever shows them: nothing comes back as anything but text. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileTextTest {
    private static final String SCRIPT = "\"'><script>alert(1)</script>";

    private DoorFixture door;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        door = new DoorFixture(directory);
    }

    @AfterAll
    void close() {
        door.close();
    }

    @Test
    void aUserNameIsTextOnThePageAndInTheJson() {
        String cookie = "Cookie: DEMOHUB=" + encoded("<script>alert(1)</script><img src=x onerror=alert(2)>") + ".1";

        String page = door.get("/", cookie);
        String json = door.get("/", cookie, "Sec-Fetch-Dest: empty");

        assertThat(status(page)).isEqualTo(403);
        assertThat(page)
                .doesNotContainIgnoringCase("<script>alert")
                .doesNotContainIgnoringCase("<img")
                .contains("&lt;script&gt;alert(1)");
        assertThat(page).containsIgnoringCase("content-security-policy: default-src 'none'");
        assertThat(page).containsIgnoringCase("x-content-type-options: nosniff");
        assertThat(json).contains("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/?q=%s", "/%s", "/a#%s", "/.passgate/%s"})
    void aPathIsReflectedNowhereAsMarkup(String path) {
        for (String text : List.of(encoded(SCRIPT), "%22onload=alert(1)%20x=%22")) {
            for (String line : List.of("Cookie: DEMOHUB=passless.1", "Cookie: x=y")) {
                String answer = door.get(path.replace("%s", text), line);
                assertThat(answer).doesNotContainIgnoringCase("<script>alert").doesNotContainIgnoringCase("\"onload=");
            }
        }
    }

    @Test
    void headersAreReflectedNowhereAsMarkup() {
        for (String header : List.of(
                "User-Agent", "Referer", "X-Forwarded-For", "X-Forwarded-Host", "Origin", "X-Request-Id", "Accept")) {
            String answer = door.get("/", "Cookie: DEMOHUB=passless.2; x=" + encoded(SCRIPT), header + ": " + SCRIPT);
            assertThat(answer).as(header).doesNotContainIgnoringCase("<script>alert");
        }
    }

    @Test
    void aHostileDeviceNameIsTextInTheListOfSessions() {
        door.allocate("collector");
        for (int i = 0; i < 5; i++) {
            String answer = door.get("/", "Cookie: DEMOHUB=collector." + i, "User-Agent: " + SCRIPT + i);
            assertThat(status(answer)).isEqualTo(200);
        }

        String page = door.get("/", "Cookie: DEMOHUB=collector.6");

        assertThat(status(page)).isEqualTo(429);
        assertThat(page).doesNotContainIgnoringCase("<script>alert");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%00", "%0A", "%1B[31m", "%E2%80%AE", "a%0D%0ASet-Cookie:%20x=y"})
    void aUserNameWithControlCharactersIsNobodyThatTheGateKnows(String name) {
        String answer = door.get("/", "Cookie: DEMOHUB=" + name + ".1");

        assertThat(status(answer)).isBetween(400, 599);
        assertThat(answer).doesNotContain("Set-Cookie: x=y");
        assertThat(door.admin().get("/api/v1/users").toString())
                .doesNotContain("\\u001b")
                .doesNotContain("\\n");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
