/// Writes the handler catalog and the list of services while handlers are compiled, and tells their
/// author what cannot work before it runs.
@NullMarked
package dev.flowstone.interpreter.handler.processor;

import org.jspecify.annotations.NullMarked;
