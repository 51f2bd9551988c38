/// Types of expressions: from what was written to what the machine evaluates.
@NullMarked
package dev.flowstone.grammar.check;

import org.jspecify.annotations.NullMarked;
