/// From a workflow that was analysed to the flat [dev.flowstone.grammar.program.Program] that the
/// machine runs.
@NullMarked
package dev.flowstone.grammar.compile;

import org.jspecify.annotations.NullMarked;
