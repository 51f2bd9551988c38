/// The values that workflows compute with.
@NullMarked
package dev.flowstone.grammar.value;

import org.jspecify.annotations.NullMarked;
