/// What operators see: logs, metrics, events and traces.
@NullMarked
package dev.flowstone.lambda.watch;

import org.jspecify.annotations.NullMarked;
