/// The text front end: from `.flow` text to the syntax tree, with diagnostics for everything that
/// is not of the language. It never throws on what an author wrote.
@NullMarked
package dev.flowstone.grammar.parse;

import org.jspecify.annotations.NullMarked;
