/// What the interpreter runs: flat, resolved instructions with stable step ids.
@NullMarked
package dev.flowstone.grammar.program;

import org.jspecify.annotations.NullMarked;
