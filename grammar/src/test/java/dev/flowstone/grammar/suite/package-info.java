/// Tests of everything about test files.
@NullMarked
package dev.flowstone.grammar.suite;

import org.jspecify.annotations.NullMarked;
