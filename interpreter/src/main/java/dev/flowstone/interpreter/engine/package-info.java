/// When something durable or external happens: the engine that activates executions, commits what
/// ended, and only then performs what the machine commands.
@NullMarked
package dev.flowstone.interpreter.engine;

import org.jspecify.annotations.NullMarked;
