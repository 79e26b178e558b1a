package io.passgate.rest;

/** Ends a call with a problem instead of a reply: the caller's fault, told to the caller and not logged. */
public final class RestProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String reason;

    /** A problem with an HTTP status, a reason code ({@code kebab-case}) and a sentence for the person who called. */
    public RestProblem(int status, String reason, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.reason = reason;
    }

    /** A 400 with the given reason and detail. */
    public static RestProblem badRequest(String reason, String detail) {
        return new RestProblem(400, reason, detail);
    }

    Reply reply() {
        return Reply.problem(status, reason, String.valueOf(getMessage()));
    }
}
