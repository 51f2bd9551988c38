/// A workflow as a picture, for people.
@NullMarked
package dev.flowstone.grammar.graph;

import org.jspecify.annotations.NullMarked;
