/// Executions in words and as documents: how one stands, what happened to it, how to go on with it.
@NullMarked
package dev.flowstone.cli.execution;

import org.jspecify.annotations.NullMarked;
