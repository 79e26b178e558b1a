package io.passgate.config;

import io.passgate.backend.BackendSettings;
import io.passgate.backend.BackendSettings.ClientCertificate;
import io.passgate.backend.ForwardProxy;
import io.passgate.backend.ForwardProxy.Credentials;
import io.passgate.backend.LicenseForm;
import io.passgate.backend.LicenseSettings;
import io.passgate.license.Quarantine;
import java.util.List;

/** Reads {@code license}. */
final class LicenseReader {

    private static final Kind<Quarantine> QUARANTINE =
            Kinds.choice(List.of(Quarantine.values()), quarantine -> switch (quarantine) {
                case BY_FAMILY -> "byFamily";
                case ALWAYS -> "always";
            });

    private LicenseReader() {}

    /** What {@code license} holds: the license, and what the site makes of access passes that are withdrawn. */
    record Licensing(LicenseSettings license, Quarantine quarantine) {}

    static Read<Licensing> of(Section s) {
        var keyFile = s.optional("keyFile", Kinds.FILE);
        var lef = s.optional("lef", Kinds.PATH);
        var offline = s.optional("offline", Kinds.PATH);
        s.exactlyOne("keyFile", "lef", "offline");
        var signers = s.optional("signers", Kinds.FILE);
        var backend = s.optionalNested("backend", LicenseReader::backend);
        if (s.has("keyFile") && !s.has("backend")) {
            s.problem(s.place(), "backend", "missing; a signed license key needs its license backend");
        }
        if (s.has("offline") && s.has("backend")) {
            s.problem(s.place(), "backend", "an offline definition has no license backend");
        }
        var quarantine = s.orElse("quarantine", QUARANTINE, Quarantine.BY_FAMILY);
        return s.make(() -> new Licensing(
                new LicenseSettings(
                        keyFile.get()
                                .<LicenseForm>map(file -> new LicenseForm.SignedKey(
                                        file, backend.get().orElseThrow()))
                                .or(() -> lef.get().map(file -> new LicenseForm.EnablerFile(file, backend.get())))
                                .or(() -> offline.get().map(LicenseForm.OfflineDefinition::new))
                                .orElseThrow(),
                        signers.get()),
                quarantine.get()));
    }

    private static Read<BackendSettings> backend(Section s) {
        var url = s.required("url", WebKinds.HTTPS_URL);
        var trust = s.optional("trust", Kinds.FILE);
        var forwardProxy = s.optional("forwardProxy", WebKinds.PROXY_URL);
        var user = s.optional("forwardProxyUser", Kinds.TEXT);
        var password = s.optional("forwardProxyPassword", Kinds.TEXT);
        var certificate = s.optional("certificate", Kinds.FILE);
        var key = s.optional("key", Kinds.FILE);
        together(s, "forwardProxyUser", "forwardProxyPassword");
        together(s, "certificate", "key");
        if (s.has("forwardProxyUser") && !s.has("forwardProxy")) {
            s.problem(s.place(), "forwardProxy", "missing; forwardProxyUser is shown to nobody else");
        }
        return s.make(() -> new BackendSettings(
                url.get(),
                trust.get(),
                forwardProxy
                        .get()
                        .map(proxy -> new ForwardProxy(
                                proxy,
                                user.get()
                                        .map(name -> new Credentials(
                                                name, password.get().orElseThrow())))),
                certificate
                        .get()
                        .map(chain -> new ClientCertificate(chain, key.get().orElseThrow()))));
    }

    private static void together(Section s, String one, String other) {
        if (s.has(one) != s.has(other)) {
            String missing = s.has(one) ? other : one;
            s.problem(s.place(), missing, "missing; " + one + " and " + other + " go together");
        }
    }
}
