/// How a host is asked to come back: messages with a delay, schedules, and the sweep that backs
/// both.
@NullMarked
package dev.flowstone.lambda.wake;

import org.jspecify.annotations.NullMarked;
