package io.passgate.front;

import java.util.List;

/** What becomes of an answer of the hub. A second call, or one after the client has gone, does nothing. */
public interface ResponseVerdict {
    /** It goes on, with these Set-Cookie values besides those of the passage. */
    void forward(List<String> setCookies);

    /** The client gets this one instead, and the hub's is thrown away. */
    void replace(LocalAnswer answer);
}
