package io.passgate.config;

import io.passgate.admin.AdminSettings;
import io.passgate.alerts.AlertSettings;
import io.passgate.backend.LicenseSettings;
import io.passgate.decision.Policy;
import io.passgate.front.FrontLimits;
import io.passgate.front.ListenerSettings;
import io.passgate.license.Quarantine;
import io.passgate.license.ReleaseRule;
import io.passgate.page.SiteSettings;
import io.passgate.store.StoreSettings;
import io.passgate.telemetry.AuditSettings;
import io.passgate.wire.TrustedProxies;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Everything that is configured, checked (design.md §9). Immutable. File names are relative to the working directory.
 *
 * @param site what pages call the hub
 * @param data the directory of what the gate keeps
 * @param listen where clients come in, at least one
 * @param trustedProxies TCP peers whose forwarded headers are believed
 * @param virtualProxies at least one, each with a prefix of its own
 * @param license the site's license
 * @param quarantine of access passes that are withdrawn
 * @param release which access passes are taken back because nobody uses them, if any
 * @param policy parallel sessions, exempt users and what is enforced, as written: not yet cut down to what the license lets
 * @param store the ledger's place
 * @param admin the administration's address
 * @param audit the record
 * @param alerts who is told when something is wrong
 * @param limits the limits of the data plane
 * @param anonymousOpenings how many sessions anonymous users of one client address may open in a minute
 */
public record Settings(
        SiteSettings site,
        Path data,
        List<ListenerSettings> listen,
        TrustedProxies trustedProxies,
        List<VirtualProxy> virtualProxies,
        LicenseSettings license,
        Quarantine quarantine,
        Optional<ReleaseRule> release,
        Policy policy,
        StoreSettings store,
        AdminSettings admin,
        AuditSettings audit,
        AlertSettings alerts,
        FrontLimits limits,
        int anonymousOpenings) {

    /** Copies. */
    public Settings {
        listen = List.copyOf(listen);
        virtualProxies = List.copyOf(virtualProxies);
    }
}
