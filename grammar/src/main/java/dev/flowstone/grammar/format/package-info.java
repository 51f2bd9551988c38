/// The formatter: from the syntax tree to the one text that it is written as.
@NullMarked
package dev.flowstone.grammar.format;

import org.jspecify.annotations.NullMarked;
