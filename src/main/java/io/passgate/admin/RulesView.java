package io.passgate.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.passgate.license.AccessRule;
import io.passgate.license.Finding;
import io.passgate.license.LoginGroup;
import java.util.Locale;

/** The JSON forms of access rules, login access groups and findings ({@code admin-api.md}). Pure functions. */
final class RulesView {

    private RulesView() {}

    static ObjectNode rule(AccessRule rule) {
        ObjectNode out = JsonNodeFactory.instance
                .objectNode()
                .put("name", rule.name())
                .put("grants", rule.grant().type().key());
        if (!rule.grant().loginGroup().isEmpty()) {
            out.put("loginGroup", rule.grant().loginGroup());
        }
        return out.put("when", rule.condition().toString());
    }

    static ObjectNode group(LoginGroup group) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", group.name())
                .put("tokens", group.tokens())
                .put("tokensHeld", group.tokensHeld())
                .put("passes", group.passes())
                .put("used", group.used())
                .put("remaining", group.remaining());
    }

    static ObjectNode finding(Finding finding) {
        ObjectNode out = JsonNodeFactory.instance
                .objectNode()
                .put("rule", finding.rule())
                .put("level", finding.level().name().toLowerCase(Locale.ROOT));
        if (finding.offset() != Finding.NOWHERE) {
            out.put("offset", finding.offset());
        }
        return out.put("text", finding.text());
    }
}
