/// The language: all that can be known of a workflow without running it.
@NullMarked
package dev.flowstone.grammar;

import org.jspecify.annotations.NullMarked;
