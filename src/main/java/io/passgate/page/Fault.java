package io.passgate.page;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * What can fail, as people are told of it: never more than they can use. Texts name the site by {@code {site}}.
 */
public enum Fault {
    BAD_REQUEST(
            400,
            "bad-request",
            "This request could not be understood",
            "Your browser or program sent something that is not a valid request, so it was not passed on.",
            "Go back and try again. If it happens again, remove this site's cookies in your browser."),
    NOT_OURS(
            403,
            "form-not-valid",
            "This form is no longer valid",
            "The form was sent from another page, or by somebody who is not signed in any more, so nothing was changed.",
            "Go back to {site} and try once more from there."),
    NOT_FOUND(
            404,
            "not-found",
            "There is nothing here",
            "This address leads nowhere.",
            "Check the address, or start again at {site}."),
    METHOD_NOT_ALLOWED(
            405,
            "method-not-allowed",
            "This cannot be done here",
            "This address exists, but not for this kind of request.",
            "Start again at {site}."),
    REQUEST_TIMEOUT(
            408,
            "request-timeout",
            "The request took too long",
            "Your request did not arrive completely in time.",
            "Check your connection and try again."),
    TOO_LARGE(
            413,
            "too-large",
            "This is too large",
            "What you are sending is larger than {site} accepts.",
            "Send less at a time."),
    ADDRESS_TOO_LONG(
            414,
            "address-too-long",
            "This address is too long",
            "The address of the request is longer than {site} accepts.",
            "Start again at {site}."),
    EXPECTATION_FAILED(
            417,
            "expectation-failed",
            "This request could not be served",
            "The request expects something of {site} that it does not do.",
            "Ask whoever wrote the program that sent it."),
    MISDIRECTED(
            421,
            "misdirected",
            "This address is not served here",
            "The request reached a server that does not serve this host name.",
            "Check the host name in the address."),
    TOO_OFTEN(
            429,
            "too-often",
            "Too many visitors from your network",
            "Very many people from your network have come to {site} without signing in within a minute.",
            "Sign in, or wait a minute."),
    HEADERS_TOO_LARGE(
            431,
            "headers-too-large",
            "Your browser sends too much at once",
            "The headers of the request, most often its cookies, are larger than {site} accepts.",
            "Remove this site's cookies in your browser and sign in again."),
    GATE(
            500,
            "gate",
            "Something went wrong on our side",
            "The gate in front of {site} met an error that it did not expect.",
            "Try again. If it happens again, report it with the request id below."),
    NOT_IMPLEMENTED(
            501,
            "not-implemented",
            "This request could not be served",
            "The request uses something that is not supported here.",
            "Ask whoever wrote the program that sent it."),
    HUB_BAD_ANSWER(
            502,
            "hub-bad-answer",
            "{site} cannot be reached",
            "We could not connect to {site}, or what it answered was not complete.",
            "There is nothing wrong with your access."),
    DRAINING(
            503,
            "draining",
            "Back in a moment",
            "The gate in front of {site} is being restarted.",
            "There is nothing wrong with your access."),
    STORE_LOST(
            503,
            "store-lost",
            "No new sessions can be opened right now",
            "The gate in front of {site} cannot reach its records at the moment. Sessions that are open already go on.",
            "There is nothing wrong with your access."),
    OVERLOADED(
            503,
            "overloaded",
            "{site} is very busy",
            "More people than usual are coming in at the same moment.",
            "There is nothing wrong with your access."),
    HUB_TIMEOUT(
            504,
            "hub-timeout",
            "{site} takes too long to answer",
            "{site} was asked, but did not answer in time.",
            "There is nothing wrong with your access."),
    VERSION_NOT_SUPPORTED(
            505,
            "version-not-supported",
            "This request could not be served",
            "The request uses a version of HTTP that is not supported here.",
            "Ask whoever wrote the program that sent it.");

    private final int status;
    private final String code;
    private final String title;
    private final String happened;
    private final String advice;

    Fault(int status, String code, String title, String happened, String advice) {
        this.status = status;
        this.code = code;
        this.title = title;
        this.happened = happened;
        this.advice = advice;
    }

    /** The fault told by {@code status}; for one that has none of its own, the client's or the gate's. */
    public static Fault of(int status) {
        return Arrays.stream(values())
                .filter(f -> f.status == status)
                .findFirst()
                .orElse(status < 500 ? BAD_REQUEST : GATE);
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The stable reason code. */
    public String code() {
        return code;
    }

    /** After how long trying again by itself is worth it, if at all: only where the fault passes by itself. */
    Optional<Duration> retryAfter() {
        return switch (status) {
            case 429 -> Optional.of(Duration.ofMinutes(1));
            case 502, 504 -> Optional.of(Duration.ofSeconds(30));
            case 503 -> Optional.of(Duration.ofSeconds(15));
            default -> Optional.empty();
        };
    }

    String title(String site) {
        return title.replace("{site}", site);
    }

    String happened(String site) {
        return happened.replace("{site}", site);
    }

    /** What to do; where the fault passes by itself, a word of comfort. */
    String advice(String site) {
        return advice.replace("{site}", site);
    }
}
