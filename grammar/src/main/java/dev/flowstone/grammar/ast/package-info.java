/// The tree of what was written, the same for text and YAML.
@NullMarked
package dev.flowstone.grammar.ast;

import org.jspecify.annotations.NullMarked;
