package io.passgate.authn;

import io.passgate.identity.Identification;
import io.passgate.identity.RequestFacts;
import java.util.concurrent.CompletionStage;

/** One link of an identity chain at work. Safe for use by many threads. */
interface IdentityLink {

    /** Its answer; {@code Nobody} lets the next link be asked. Never fails. Completes on any thread. */
    CompletionStage<Identification> identify(RequestFacts facts);
}
