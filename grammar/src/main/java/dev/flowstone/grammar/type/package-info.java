/// The types that can be known of values without running anything.
@NullMarked
package dev.flowstone.grammar.type;

import org.jspecify.annotations.NullMarked;
