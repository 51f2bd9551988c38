/// What a handler's author writes and sees, and how the engine finds and calls it.
///
/// Nothing here decides when a handler is called or what follows from its failure; that is the
/// engine's.
@NullMarked
package dev.flowstone.interpreter.handler;

import org.jspecify.annotations.NullMarked;
