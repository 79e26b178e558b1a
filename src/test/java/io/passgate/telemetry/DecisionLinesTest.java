package io.passgate.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.passgate.decision.Refusal;
import io.passgate.license.AccessType;
import io.passgate.session.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecisionLinesTest {

    @TempDir
    Path directory;

    @Test
    void openingIsOneLine() throws IOException {
        assertThat(written(log -> log.opened(Told.opened("s-1", "u-1", 3, "10.0.0.7"))))
                .containsExactly(
                        "{\"time\":\"2026-11-21T22:04:24.123456Z\",\"event\":\"opened\",\"requestId\":\"4711\","
                                + "\"user\":\"DOMAIN\\\\qvservice\",\"session\":\"s-1\",\"usageId\":\"u-1\",\"accessId\":null,"
                                + "\"virtualProxy\":\"/sales\",\"verdict\":\"granted\",\"reason\":null,"
                                + "\"shadowed\":null,\"accessType\":\"user-access-pass\",\"sessionCount\":3,\"address\":\"10.0.0.7\",\"ms\":4.217}");
    }

    @Test
    void openingInShadowNamesTheRefusalItWouldHaveBeen() throws IOException {
        assertThat(written(log -> log.opened(Told.shadowed(Refusal.POOL_EMPTY))))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains("\"verdict\":\"granted\",\"reason\":null,\"shadowed\":\"pool-empty\","));
    }

    @Test
    void refusalIsOneLineWithItsReason() throws IOException {
        assertThat(written(log -> log.refused(Told.refused(Refusal.NOTHING_ALLOCATED, "s-1", "a-1", 0, "10.0.0.7"))))
                .containsExactly(
                        "{\"time\":\"2026-11-21T22:04:24.123456Z\",\"event\":\"refused\",\"requestId\":\"4711\","
                                + "\"user\":\"DOMAIN\\\\qvservice\",\"session\":\"s-1\",\"usageId\":null,\"accessId\":\"a-1\","
                                + "\"virtualProxy\":\"/sales\",\"verdict\":\"refused\",\"reason\":\"nothing-allocated\","
                                + "\"shadowed\":null,\"accessType\":null,\"sessionCount\":0,\"address\":\"10.0.0.7\",\"ms\":3.0}");
    }

    @Test
    void renewalIsOneLineWithItsAccessType() throws IOException {
        assertThat(written(log -> log.renewed(Told.renewed(AccessType.ANALYZER_CAPACITY))))
                .containsExactly(
                        "{\"time\":\"2026-11-21T22:04:24.123456Z\",\"event\":\"renewed\",\"requestId\":\"4711\","
                                + "\"user\":\"DOMAIN\\\\qvservice\",\"session\":\"s-1\",\"usageId\":null,\"accessId\":null,"
                                + "\"virtualProxy\":\"/sales\",\"verdict\":\"renewed\",\"reason\":null,"
                                + "\"shadowed\":null,\"accessType\":\"analyzer-capacity\",\"sessionCount\":null,\"address\":\"10.0.0.7\",\"ms\":3.0}");
    }

    @Test
    void endIsOneLineWithItsEnding() throws IOException {
        assertThat(written(log -> log.ended(Told.ended(Ending.OWN_OTHER))))
                .containsExactly(
                        "{\"time\":\"2026-11-21T22:04:24.123456Z\",\"event\":\"ended\",\"requestId\":null,"
                                + "\"user\":\"DOMAIN\\\\qvservice\",\"session\":\"s-1\",\"usageId\":\"u-1\",\"accessId\":null,"
                                + "\"virtualProxy\":\"/sales\",\"verdict\":null,\"reason\":\"own-other\","
                                + "\"shadowed\":null,\"accessType\":\"analyzer\",\"sessionCount\":null,\"address\":\"192.168.1.100\",\"ms\":null}");
    }

    @Test
    void furtherAddressIsOneLineWithTheAddressAndHowManyThatMakes() throws IOException {
        assertThat(written(log -> log.usedFrom(Told.usedFrom("10.0.0.9", 2))))
                .containsExactly(
                        "{\"time\":\"2026-11-21T22:04:24.123456Z\",\"event\":\"address\",\"requestId\":\"4711\","
                                + "\"user\":\"DOMAIN\\\\qvservice\",\"session\":\"s-1\",\"usageId\":null,\"accessId\":null,"
                                + "\"virtualProxy\":\"/sales\",\"verdict\":null,\"reason\":\"address-2\","
                                + "\"shadowed\":null,\"accessType\":null,\"sessionCount\":null,\"address\":\"10.0.0.9\",\"ms\":null}");
    }

    @Test
    void exemptUserIsOneLineWithoutSession() throws IOException {
        assertThat(written(log -> log.exempt(Told.exempt())))
                .containsExactly(
                        "{\"time\":\"2026-11-21T22:04:24.123456Z\",\"event\":\"exempt\",\"requestId\":\"4711\","
                                + "\"user\":\"DOMAIN\\\\qvservice\",\"session\":null,\"usageId\":null,\"accessId\":null,"
                                + "\"virtualProxy\":\"/sales\",\"verdict\":\"exempt\",\"reason\":null,"
                                + "\"shadowed\":null,\"accessType\":null,\"sessionCount\":null,\"address\":\"10.0.0.1\",\"ms\":2.0}");
    }

    @Test
    void hostileTextStaysWithinItsField() throws IOException {
        String hostile = "x\",\"verdict\":\"granted\n{\"event\":\"opened\"}";

        List<String> lines = written(log -> log.opened(Told.opened(hostile, hostile, 1, hostile)));

        assertThat(lines).hasSize(1);
        JsonNode line = new ObjectMapper().readTree(lines.get(0));
        assertThat(line.size()).isEqualTo(15);
        assertThat(line.at("/session").asText()).isEqualTo(hostile);
    }

    private List<String> written(Consumer<DecisionLines> telling) throws IOException {
        Path path = directory.resolve("decisions.log");
        try (LineFile file = LineFile.start(path, "", 100)) {
            telling.accept(new DecisionLines(file));
        }
        return Files.readAllLines(path);
    }
}
