/// The YAML spelling of the language: a reader that gives the same tree as the text, with exact
/// places, and a printer that writes a tree as YAML.
@NullMarked
package dev.flowstone.grammar.yaml;

import org.jspecify.annotations.NullMarked;
