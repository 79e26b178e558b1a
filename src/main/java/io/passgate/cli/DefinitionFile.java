package io.passgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.passgate.contract.ContractException;
import io.passgate.contract.Definition;
import java.nio.file.Path;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A license definition as a vendor writes it: YAML or JSON with the members of {@code contract/sld.schema.json}, of which those that
 * have a plain meaning may be left out. Stateless.
 */
final class DefinitionFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DefinitionFile() {}

    /** What the file says; {@code seq} is numbered by the issuer. */
    static Definition read(Path file) {
        String text = InputFile.read(file);
        try {
            Object loaded =
                    new Load(LoadSettings.builder().setLabel(file.toString()).build()).loadFromString(text);
            if (!(JSON.valueToTree(loaded) instanceof ObjectNode written)) {
                throw new CliFault(ExitCode.DATA, file + ": expected the members of a license definition");
            }
            return Definition.read(whole(written).toString(), file.toString());
        } catch (YamlEngineException e) {
            throw new CliFault(ExitCode.DATA, file + ": expected YAML or JSON: " + e.getMessage());
        } catch (ContractException e) {
            throw new CliFault(ExitCode.DATA, e.words());
        }
    }

    private static ObjectNode whole(ObjectNode written) {
        ObjectNode whole = JSON.createObjectNode()
                .put("seq", 1)
                .putNull("validTo")
                .put("product", Definition.PRODUCT)
                .put("denyListed", false)
                .put("tokens", 0)
                .putNull("conversion");
        whole.putArray("allotments");
        whole.setAll(written);
        for (JsonNode allotment : whole.path("allotments")) {
            if (allotment instanceof ObjectNode one && !one.has("overage")) {
                one.put("overage", 0);
            }
        }
        ObjectNode may = JSON.createObjectNode()
                .put("parallel", 5)
                .put("exemptUsers", 5)
                .put("anonymous", false)
                .putNull("shadowUntil");
        if (!whole.has("may")) {
            whole.set("may", may);
        } else if (whole.path("may") instanceof ObjectNode given) {
            whole.set("may", may.setAll(given));
        }
        return whole;
    }
}
