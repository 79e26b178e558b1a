package io.passgate.app;

import io.passgate.admission.Admit;
import io.passgate.admission.Allocate;
import io.passgate.admission.AnonymousOpenings;
import io.passgate.admission.ApplyRules;
import io.passgate.admission.ApplyTerms;
import io.passgate.admission.DecisionLog;
import io.passgate.admission.EndSession;
import io.passgate.admission.Explain;
import io.passgate.admission.GateCookies;
import io.passgate.admission.Identifier;
import io.passgate.admission.LicenseWatch;
import io.passgate.admission.Loosening;
import io.passgate.admission.Plan;
import io.passgate.admission.Records;
import io.passgate.admission.Release;
import io.passgate.admission.Renew;
import io.passgate.admission.Waiting;
import io.passgate.backend.SiteLicense;
import io.passgate.config.Settings;
import io.passgate.gatekeeper.VirtualProxySettings.NobodyRule;
import io.passgate.store.SqliteLedger;
import java.time.InstantSource;
import java.util.Optional;

/** The use cases of one gate, put together on its ports. Immutable. */
record UseCases(
        Admit admit,
        Renew renew,
        EndSession endSession,
        Allocate allocate,
        Explain explain,
        Plan plan,
        ApplyRules applyRules,
        ApplyTerms applyTerms,
        LicenseWatch licenseWatch,
        Loosening loosening,
        Optional<Release> release) {

    /** What they work on. */
    record Ports(SqliteLedger ledger, SiteLicense license, Identifier identifier, DecisionLog log, Waiting waiting) {}

    static UseCases of(Settings settings, Ports ports, byte[] siteKey, InstantSource clock) {
        SqliteLedger ledger = ports.ledger();
        Records records = ledger.records();
        SiteLicense license = ports.license();
        Waiting waiting = ports.waiting();
        EndSession endSession = new EndSession(ledger, license, settings::policy, ports.log(), waiting, clock);
        Admit.Ports admitting = new Admit.Ports(ledger, ports.identifier(), license, ports.log());
        Renew renew = new Renew(admitting, settings::policy, endSession, new RandomIds(), clock);
        AnonymousOpenings openings = new AnonymousOpenings(settings.anonymousOpenings(), clock);
        Allocate allocate = new Allocate(records, license, settings.quarantine(), endSession, waiting, clock);
        return new UseCases(
                new Admit(
                        admitting,
                        settings::policy,
                        new Admit.Uses(endSession, renew, openings),
                        new GateCookies(siteKey),
                        new RandomIds(),
                        clock),
                renew,
                endSession,
                allocate,
                new Explain(records, license, settings::policy, clock),
                new Plan(records, license, settings::policy, clock),
                new ApplyRules(records, license, settings::policy, waiting, clock),
                new ApplyTerms(records, license, settings::policy, endSession, waiting, clock),
                new LicenseWatch(records, license, settings::policy, endSession, waiting, clock),
                new Loosening(license, settings::policy, anonymous(settings), clock),
                settings.release().map(rule -> new Release(records, allocate, license, settings::policy, rule, clock)));
    }

    /** Whether some virtual proxy lets anonymous users in. */
    static boolean anonymous(Settings settings) {
        return settings.virtualProxies().stream()
                .anyMatch(proxy -> proxy.front().nobody() == NobodyRule.ANONYMOUS);
    }
}
