/** What watches a worker from outside: Prometheus, its rules, and the page that explains them. */
@NullMarked
package dev.rekey.monitoring;

import org.jspecify.annotations.NullMarked;
