package dev.rekey.api.call;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * What a call does not say of the connection that it came by.
 *
 * @param loop the one thread on which it is certain whether the caller has room for a message
 * @param closed when nobody listens any more, because all was said or because the caller is gone
 */
public record Transport(Executor loop, CompletionStage<Void> closed) {}
