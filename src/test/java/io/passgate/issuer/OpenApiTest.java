package io.passgate.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.passgate.contract.EnablerAttribute;
import io.passgate.contract.EnablerFile;
import io.passgate.contract.EnablerLine;
import io.passgate.contract.Nonce;
import io.passgate.contract.SiteId;
import io.passgate.contract.SyncRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import wiremock.com.networknt.schema.InputFormat;
import wiremock.com.networknt.schema.JsonSchema;
import wiremock.com.networknt.schema.JsonSchemaFactory;
import wiremock.com.networknt.schema.SpecVersion;

/** Every answer that the issuer really gives fits {@code license-backend.openapi.yaml}: path, status, content type, members. */
class OpenApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> FORMS = List.of("answer", "sync-request");
    private static final String SYNC = "/v1/assignments/sync";
    private static final String DEFINITION = "/v1/definitions/portable/info";

    @TempDir
    private Path directory;

    private ServedIssuer served;
    private JsonNode api;
    private String key;

    @BeforeEach
    void start() throws Exception {
        served = new ServedIssuer(directory);
        key = served.issuer().issueKey(ServedIssuer.LICENSE).compact();
        api = JSON.valueToTree(
                new Load(LoadSettings.builder().build()).loadFromString(file("license-backend.openapi.yaml")));
    }

    @AfterEach
    void stop() {
        served.close();
    }

    @Test
    void theDocumentNamesThePathsThatAreServedAndNoOthers() {
        assertThat(api.path("openapi").asText()).isEqualTo("3.1.0");
        assertThat(api.path("paths").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        DefinitionService.PATH, SyncService.PATH, SignersService.PATH, EnablerFileService.PATH);
    }

    @Test
    void definitionsFit() throws Exception {
        fits(DEFINITION, "get", 200, served.definition(key));
        fits(DEFINITION, "get", 401, served.definition("rubbish"));
        fits(DEFINITION, "get", 400, served.get(served.client(), DEFINITION));
        fits(
                DEFINITION,
                "get",
                404,
                served.definition(served.issuer().issueKey("9999000000000001").compact()));
        served.issuer().change(ServedIssuer.LICENSE, d -> d.withDenyListed(true));
        fits(DEFINITION, "get", 403, served.definition(key));
        served.issuer().switchOff(true);
        fits(DEFINITION, "get", 503, served.definition(key));
    }

    @Test
    void syncsFit() throws Exception {
        String request = new SyncRequest(
                        SiteId.draw(ServedIssuer.RANDOM),
                        Nonce.draw(ServedIssuer.RANDOM),
                        0,
                        List.of(),
                        List.of(),
                        List.of())
                .write();
        assertThat(schema(api.at("/paths/~1v1~1assignments~1sync/post/requestBody/content/application~1json/schema"))
                        .validate(request, InputFormat.JSON))
                .isEmpty();
        fits(SYNC, "post", 200, served.post(key, request));
        fits(SYNC, "post", 400, served.post(key, "{}"));
        fits(SYNC, "post", 401, served.post("rubbish", request));
        fits(SYNC, "post", 413, served.post(key, request + " ".repeat(SyncRequest.MOST_BYTES)));
        served.issuer().revoke(served.issuer().keys().get(0).id());
        fits(SYNC, "post", 403, served.post(key, request));
    }

    @Test
    void signersAndEnablerFilesFit() throws Exception {
        served.issuer().rotate(Duration.ofDays(1));
        fits("/v1/signers", "get", 200, served.get(served.client(), "/v1/signers"));
        String path = "/v1/enabler-files/{serial}";
        served.issuer()
                .issueEnablerFile(
                        ServedIssuer.LICENSE, "8152639904", List.of(EnablerLine.of(EnablerAttribute.PRODUCTLEVEL, 50)));
        HttpResponse<String> file = served.get(
                served.client(), "/v1/enabler-files/" + ServedIssuer.LICENSE, "Authorization", "Bearer 8152639904");
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.headers().firstValue("Content-Type")).contains("text/plain");
        assertThat(api.at("/paths/~1v1~1enabler-files~1{serial}/get/responses/200/content")
                        .fieldNames())
                .toIterable()
                .containsExactly("text/plain");
        EnablerFile.read(file.body(), served.issuer().signers(), "served");
        fits(path, "get", 401, served.get(served.client(), "/v1/enabler-files/9999000000002782"));
        fits(
                path,
                "get",
                404,
                served.get(served.client(), "/v1/enabler-files/9999000000002782", "Authorization", "Bearer 1"));
    }

    private void fits(String path, String method, int status, HttpResponse<String> response) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        JsonNode told =
                api.path("paths").path(path).path(method).path("responses").path(String.valueOf(status));
        if (told.has("$ref")) {
            told = api.at(told.path("$ref").asText().substring(1));
        }
        String type = response.headers().firstValue("Content-Type").orElse("none");
        JsonNode schema = told.path("content").path(type).path("schema");
        assertThat(schema.isMissingNode())
                .as(method + " " + path + " " + status + " " + type)
                .isFalse();
        assertThat(schema(schema).validate(response.body(), InputFormat.JSON)).isEmpty();
        told.path("headers").fieldNames().forEachRemaining(header -> assertThat(
                        response.headers().firstValue(header))
                .as(header)
                .isPresent());
    }

    private JsonSchema schema(JsonNode schema) throws IOException {
        Map<String, String> known = new HashMap<>(Map.of("urn:passgate:contract:sld", file("sld.schema.json")));
        for (String form : FORMS) {
            known.put("urn:passgate:contract:" + form, file(form + ".schema.json"));
        }
        ObjectNode whole = schema.deepCopy();
        whole.set("components", api.path("components"));
        String text = whole.toString();
        for (String form : FORMS) {
            text = text.replace("\"" + form + ".schema.json\"", "\"urn:passgate:contract:" + form + "\"");
        }
        return JsonSchemaFactory.getInstance(
                        SpecVersion.VersionFlag.V202012,
                        factory -> factory.schemaLoaders(loaders -> loaders.schemas(known)))
                .getSchema(text);
    }

    private static String file(String name) throws IOException {
        try (InputStream in = OpenApiTest.class.getResourceAsStream("/contract/" + name)) {
            assertThat(in).as(name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
