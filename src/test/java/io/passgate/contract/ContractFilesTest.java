package io.passgate.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertAll;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.passgate.license.AccessType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import wiremock.com.networknt.schema.InputFormat;
import wiremock.com.networknt.schema.JsonSchema;
import wiremock.com.networknt.schema.JsonSchemaFactory;
import wiremock.com.networknt.schema.SpecVersion;

/** The schemas and samples under {@code contract/} and the readers say the same. */
class ContractFilesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SigningKey SIGNING = SigningKey.make("test", new SecureRandom());
    private static final Signers SIGNERS = Signers.of(SIGNING.signer(EnumSet.allOf(Purpose.class)));

    @Test
    void theReaderReadsTheSampleKey() throws Exception {
        LicenseKey key = LicenseKey.read(file("key.sample.jwt"), sampleSigners());

        assertThat(key.license()).isEqualTo("9999000000002782");
        assertThat(key.id()).isEqualTo("5a8c1d0e-2f4b-4c6d-8e9f-0a1b2c3d4e5f");
    }

    @Test
    void theReaderReadsTheSampleAnswer() throws Exception {
        Answer answer = Answer.read(file("answer.sample.json"), sampleSigners());

        assertThat(answer.issuedAt()).isEqualTo(Instant.parse("2026-11-21T08:30:00.125Z"));
        assertThat(answer.standing()).isEqualTo(KeyStanding.VALID);
        assertThat(answer.definition().seq()).isEqualTo(7);
        assertThat(answer.definition().terms(answer.license()).seats(AccessType.PROFESSIONAL))
                .isEqualTo(100);
        assertThat(answer.definition().terms(answer.license()).seats(AccessType.USER_ACCESS_PASS))
                .as("one token is one user access pass")
                .isEqualTo(20);
        assertThat(answer.definition().notCarriedOut()).isEmpty();
    }

    @Test
    void theReaderReadsTheSampleLicenseEnablerFile() throws Exception {
        EnablerFile lef = EnablerFile.read(file("lef.sample.txt"), sampleSigners(), "lef.sample.txt");

        assertThat(lef.license()).isEqualTo("9999000000002782");
        assertThat(lef.seq()).isEqualTo(7);
        assertThat(lef.terms(Instant.parse("2027-01-01T00:00:00Z")).seats(AccessType.ANALYZER))
                .isEqualTo(250);
    }

    @Test
    void theDescriptionOfTheLicenseEnablerFileHasEveryAttribute() throws Exception {
        assertThat(file("lef.md").lines().filter(line -> line.startsWith("| `")).map(line -> line.split("`")[1]))
                .containsExactlyElementsOf(
                        Stream.of(EnablerAttribute.values()).map(Enum::name).toList());
    }

    @Test
    void theReaderReadsTheSampleOfflineDefinitionAndItFitsItsSchema() throws Exception {
        OfflineDefinition offline =
                OfflineDefinition.read(file("offline.sample.jwt"), sampleSigners(), "offline.sample.jwt");

        assertThat(offline.terms(Instant.parse("2026-11-21T00:00:00Z")).seats(AccessType.PROFESSIONAL))
                .isEqualTo(100);
        assertFits("offline", payload(file("offline.sample.jwt").strip()));
    }

    @Test
    void theSampleOfTheSignedPartIsWhatTheSampleAnswerHolds() throws Exception {
        JsonNode payload =
                payload(JSON.readTree(file("answer.sample.json")).get("sld").asText());

        assertThat(payload).isEqualTo(JSON.readTree(file("sld.sample.json")));
    }

    @Test
    void theSamplesFitTheSchemas() throws Exception {
        assertAll(
                () -> assertFits("key", payload(file("key.sample.jwt").strip())),
                () -> assertFits("answer", JSON.readTree(file("answer.sample.json"))),
                () -> assertFits("sld", JSON.readTree(file("sld.sample.json"))),
                () -> assertFits("sync-request", JSON.readTree(file("sync-request.sample.json"))),
                () -> assertFits("sync", JSON.readTree(file("sync.sample.json"))),
                () -> assertFits(
                        "signers-link",
                        payload(JSON.readTree(file("signers-answer.sample.json"))
                                .at("/chain/0")
                                .asText())));
    }

    @Test
    void theReadersReadTheSamplesOfTheSyncAndOfTheSigners() throws Exception {
        SyncAnswer answer = SyncAnswer.read(file("sync-answer.sample.json"), sampleSigners());

        assertThat(SyncRequest.read(file("sync-request.sample.json").getBytes(StandardCharsets.UTF_8))
                        .changes())
                .hasSize(2);
        assertThat(answer.acknowledged()).isEqualTo(13);
        assertThat(answer.assignments()).hasSize(3);
        assertThat(payload(JSON.readTree(file("sync-answer.sample.json"))
                        .get("sync")
                        .asText()))
                .isEqualTo(JSON.readTree(file("sync.sample.json")));
        assertThat(sampleSigners()
                        .with(SignerLink.chain(file("signers-answer.sample.json")))
                        .find("sample-sync-2027", Purpose.ANSWER))
                .isPresent();
    }

    @TestFactory
    List<DynamicTest> schemaAndReaderRefuseTheSameAnswers() throws Exception {
        Form form = new Form("sld", signed -> Answer.read(answer("sld", Purpose.ANSWER, signed), SIGNERS));
        ObjectNode whole = (ObjectNode) JSON.readTree(file("sld.sample.json"));
        List<DynamicTest> tests =
                mutations(form, whole, List.of("", "/definition", "/definition/allotments/1", "/definition/may"));
        mutate(form, whole, "", "a standing nobody knows", o -> o.put("standing", "fine"), tests);
        mutate(form, whole, "", "a nonce in another spelling", o -> o.put("nonce", "Y9CwQu5gxi1eiP6EkBrvfx"), tests);
        mutate(form, whole, "", "a time with an offset", o -> o.put("issuedAt", "2026-11-21T09:30:00+01:00"), tests);
        mutate(form, whole, "/definition", "a null validFrom", o -> o.putNull("validFrom"), tests);
        mutate(form, whole, "/definition/allotments/1", "a capital", o -> o.put("name", "Analyzer"), tests);
        return tests;
    }

    @TestFactory
    List<DynamicTest> schemaAndReaderRefuseTheSameSyncs() throws Exception {
        Form request = new Form(
                "sync-request", text -> SyncRequest.read(text.toString().getBytes(StandardCharsets.UTF_8)));
        Form answer = new Form("sync", signed -> SyncAnswer.read(answer("sync", Purpose.SYNC, signed), SIGNERS));
        ObjectNode asked = (ObjectNode) JSON.readTree(file("sync-request.sample.json"));
        ObjectNode answered = (ObjectNode) JSON.readTree(file("sync.sample.json"));
        List<DynamicTest> tests = mutations(request, asked, List.of("", "/changes/0", "/changes/1", "/consumption/0"));
        tests.addAll(mutations(answer, answered, List.of("", "/assignments/0", "/assignments/2", "/consumption/0")));
        String time = "2026-11-21T08:30:00Z";
        mutate(request, asked, "/changes/0", "an end of an allocated one", o -> o.put("until", time), tests);
        mutate(answer, answered, "/assignments/0", "an end of a withdrawn one", o -> o.put("until", time), tests);
        mutate(request, asked, "/consumption/0", "a month that is none", o -> o.put("month", "2026-13"), tests);
        return tests;
    }

    @TestFactory
    List<DynamicTest> schemaAndReaderRefuseTheSameLinks() throws Exception {
        ObjectNode whole = (ObjectNode) payload(
                JSON.readTree(file("signers-answer.sample.json")).at("/chain/0").asText());
        whole.put("endorsedBy", "test").putArray("retires").add("old");
        return mutations(
                new Form(
                        "signers-link",
                        link -> SIGNERS.with(List.of(Jws.sign(SIGNING, Purpose.SIGNERS, link.toString())))),
                whole,
                List.of(""));
    }

    /** A form with its schema and its reader. */
    private record Form(String schema, Reader reader) {
        interface Reader {
            void read(ObjectNode document) throws ContractException;
        }
    }

    private static List<DynamicTest> mutations(Form form, ObjectNode whole, List<String> paths) {
        List<DynamicTest> tests = new ArrayList<>();
        tests.add(DynamicTest.dynamicTest(form.schema() + ": as it is", () -> {
            assertFits(form.schema(), whole);
            form.reader().read(whole);
        }));
        for (String path : paths) {
            mutate(form, whole, path, "an unknown member", o -> o.put("extra", 1), tests);
            for (String name : names((ObjectNode) whole.at(path))) {
                mutate(form, whole, path, "without " + name, o -> o.remove(name), tests);
                mutate(
                        form,
                        whole,
                        path,
                        name + " a list",
                        o -> o.putArray(name).add(true),
                        tests);
                mutate(form, whole, path, name + " a text", o -> o.put(name, "x y"), tests);
                mutate(form, whole, path, name + " a fraction", o -> o.put(name, 1.5), tests);
                mutate(form, whole, path, name + " below all bounds", o -> o.put(name, -2), tests);
                mutate(form, whole, path, name + " beyond all bounds", o -> o.put(name, 1e30), tests);
            }
        }
        mutate(form, whole, "", "format 2", o -> o.put("format", 2), tests);
        return tests;
    }

    private static void mutate(
            Form form,
            ObjectNode whole,
            String path,
            String what,
            java.util.function.Consumer<ObjectNode> change,
            List<DynamicTest> tests) {
        ObjectNode copy = whole.deepCopy();
        change.accept((ObjectNode) copy.at(path));
        tests.add(DynamicTest.dynamicTest(form.schema() + " " + (path.isEmpty() ? "/" : path) + ": " + what, () -> {
            assertThat(schema(form.schema()).validate(copy.toString(), InputFormat.JSON))
                    .as("the schema")
                    .isNotEmpty();
            assertThatThrownBy(() -> form.reader().read(copy)).as("the reader").isInstanceOf(ContractException.class);
        }));
    }

    private static String answer(String member, Purpose purpose, ObjectNode signed) {
        return JSON.createObjectNode()
                .put("license", "9999000000002782")
                .put(member, Jws.sign(SIGNING, purpose, signed.toString()))
                .toString();
    }

    private static List<String> names(ObjectNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static void assertFits(String schema, JsonNode document) throws IOException {
        assertThat(schema(schema).validate(document.toString(), InputFormat.JSON))
                .isEmpty();
    }

    private static JsonSchema schema(String name) throws IOException {
        Map<String, String> known = Map.of(
                "urn:passgate:contract:sld", file("sld.schema.json"),
                "urn:passgate:contract:sync-request", file("sync-request.schema.json"));
        return JsonSchemaFactory.getInstance(
                        SpecVersion.VersionFlag.V202012,
                        factory -> factory.schemaLoaders(loaders -> loaders.schemas(known)))
                .getSchema(file(name + ".schema.json"));
    }

    private static JsonNode payload(String compact) throws IOException {
        return JSON.readTree(Base64.getUrlDecoder().decode(compact.split("\\.")[1]));
    }

    private static Signers sampleSigners() throws Exception {
        return Signers.read(file("signers.sample.pem"), "signers.sample.pem");
    }

    private static String file(String name) throws IOException {
        try (InputStream in = ContractFilesTest.class.getResourceAsStream("/contract/" + name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
