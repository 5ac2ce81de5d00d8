/**
 * Endpoints that are told by HTTP: webhooks with CloudEvents, Slack, PagerDuty, and hooks that
 * redeploy. Depends on {@code notification}, {@code secret} and {@code connector.support}.
 */
@NullMarked
package dev.rekey.notification.webhook;

import org.jspecify.annotations.NullMarked;
