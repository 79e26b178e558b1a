package io.passgate.doctor;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The hosts that a certificate is for (RFC 9110 §4.3.4, RFC 6125). Stateless. */
final class CertificateNames {
    private static final int DNS = 2;
    private static final int IP = 7;
    private static final Pattern COMMON_NAME = Pattern.compile("(?:^|,)CN=([^,]+)");
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private CertificateNames() {}

    /** Its names; the common name only where it has no others. */
    static List<String> of(X509Certificate certificate) {
        List<String> names =
                alternatives(certificate).stream().map(CertificateNames::value).toList();
        if (!names.isEmpty()) {
            return names;
        }
        Matcher common =
                COMMON_NAME.matcher(certificate.getSubjectX500Principal().getName());
        return common.find() ? List.of(common.group(1)) : List.of("nothing");
    }

    static boolean cover(X509Certificate certificate, String host) {
        return of(certificate).stream().anyMatch(name -> covers(name, host));
    }

    private static boolean covers(String name, String host) {
        if (ADDRESS.matcher(host).matches()) {
            return ADDRESS.matcher(name).matches() && sameAddress(name, host);
        }
        String one = name.toLowerCase(Locale.ROOT);
        String other = host.toLowerCase(Locale.ROOT);
        int dot = other.indexOf('.');
        return one.equals(other) || (dot > 0 && one.equals("*" + other.substring(dot)));
    }

    private static boolean sameAddress(String one, String other) {
        try {
            return InetAddress.getByName(one).equals(InetAddress.getByName(other));
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static List<List<?>> alternatives(X509Certificate certificate) {
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            return all == null
                    ? List.of()
                    : all.stream()
                            .filter(entry ->
                                    entry.get(0).equals(DNS) || entry.get(0).equals(IP))
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    private static String value(List<?> entry) {
        return String.valueOf(entry.get(1));
    }
}
