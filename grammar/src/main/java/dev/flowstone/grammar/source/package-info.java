/// Source texts, places in them, and what there is to say about those places.
@NullMarked
package dev.flowstone.grammar.source;

import org.jspecify.annotations.NullMarked;
