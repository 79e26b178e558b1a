package io.passgate.telemetry;

import io.passgate.admission.DecisionLog;
import io.passgate.identity.User;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The audit file as Qlik's repository writes it: 22 columns separated by tabs (domain.md §6.1), the sentences
 * {@code UsageGranted} and {@code UsageDenied} letter for letter (seed 001), the same for all access types. An end has no
 * sentence there; {@code decisions.log} has it. Safe for use by many threads.
 */
final class AuditLines implements DecisionLog {

    /** The names of the columns, as the first line has them. */
    static final String HEADER = String.join(
            "\t",
            "Sequence#",
            "ProductVersion",
            "Timestamp",
            "Hostname",
            "Id",
            "Description",
            "ProxySessionId",
            "ProxyPackageId",
            "RequestSequenceId",
            "UserDirectory",
            "UserId",
            "ObjectId",
            "ObjectName",
            "SecurityClass",
            "ClientHostAddress",
            "Service",
            "Origin",
            "Context",
            "Command",
            "Result",
            "Message",
            "Id2");

    private static final String COMMAND = "License user access";
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSSxx", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final LineFile file;
    private final String machine;
    private final String version;

    /**
     * Writes to {@code file}.
     *
     * @param machine the node's name
     * @param version of Passgate
     */
    AuditLines(LineFile file, String machine, String version) {
        this.file = file;
        this.machine = machine;
        this.version = version;
    }

    /** An exempt user uses no access pass: nothing to audit. */
    @Override
    public void exempt(Exempt exempt) {}

    @Override
    public void opened(Opened o) {
        String sentence = "User access granted for User: '" + o.asSeen() + "' with UsageID: '" + o.usageId()
                + "', "
                + session(
                        o.session().value(),
                        o.verdict().sessionCount(),
                        o.facts().address())
                + "OperationType: 'UsageGranted'";
        file.offer(sequence -> line(
                sequence,
                new Entry(
                        o.at(),
                        o.usageId(),
                        o.session().value(),
                        o.facts().requestId(),
                        o.user(),
                        o.verdict().accessType().key(),
                        hostname(o.facts().address()),
                        o.facts().virtualProxy(),
                        0,
                        "Success",
                        sentence)));
    }

    @Override
    public void refused(Refused r) {
        String sentence = "Access was denied for User: '" + r.asSeen() + "', with AccessID '" + r.accessId()
                + "', "
                + session(
                        r.session().value(),
                        r.verdict().sessionCount(),
                        r.facts().address())
                + "OperationType: 'UsageDenied'";
        file.offer(sequence -> line(
                sequence,
                new Entry(
                        r.at(),
                        r.accessId(),
                        r.session().value(),
                        r.facts().requestId(),
                        r.user(),
                        r.verdict().reason().code(),
                        hostname(r.facts().address()),
                        r.facts().virtualProxy(),
                        403,
                        "Error: Access denied",
                        sentence)));
    }

    @Override
    public void renewed(Renewed renewed) {
        // Has no sentence in this file.
    }

    @Override
    public void usedFrom(UsedFrom usedFrom) {
        // Has no sentence in this file.
    }

    @Override
    public void ended(Ended ended) {
        // Has no sentence in this file.
    }

    /** What differs between lines. */
    private record Entry(
            Instant at,
            String id,
            String session,
            String requestId,
            User user,
            String what,
            String address,
            String virtualProxy,
            int result,
            String resultText,
            String sentence) {}

    private String line(long sequence, Entry e) {
        return columns(List.of(
                Long.toString(sequence),
                version,
                TIMESTAMP.format(e.at()),
                machine,
                e.id(),
                "Command=" + COMMAND + ";Result=" + e.result() + ";ResultText=" + e.resultText(),
                e.session(),
                e.requestId(),
                "0",
                e.user().directory(),
                e.user().id(),
                e.id(),
                e.what(),
                "License",
                e.address(),
                "Passgate",
                e.virtualProxy(),
                "AppAccess",
                COMMAND,
                Integer.toString(e.result()),
                e.sentence(),
                "0"));
    }

    private static String session(String id, int count, String address) {
        return "SessionID: '" + id + "', SessionCount: '" + count + "', Hostname: '" + hostname(address) + "', ";
    }

    /** The one place where columns become a line: whatever could end a column or a line becomes a space. */
    private static String columns(List<String> columns) {
        return columns.stream().map(AuditLines::printable).collect(Collectors.joining("\t"));
    }

    private static String printable(String column) {
        StringBuilder out = new StringBuilder(column.length());
        column.codePoints().forEach(c -> {
            int type = Character.getType(c);
            boolean ends = type == Character.CONTROL
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR;
            out.appendCodePoint(ends ? ' ' : c);
        });
        return out.toString();
    }

    /**
     * An address as Qlik's audit file spells it: IPv4 mapped into IPv6, and the loopback address with the third colon that the
     * seed's lines have and their readers know.
     */
    static String hostname(String address) {
        if (address.equals("::1") || address.equals("0:0:0:0:0:0:0:1")) {
            return ":::1";
        }
        return address.indexOf(':') < 0 ? "::ffff:" + address : address;
    }
}
