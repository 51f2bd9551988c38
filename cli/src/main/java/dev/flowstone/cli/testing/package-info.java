/// Running test files and telling what came of it: words, JUnit XML, coverage.
@NullMarked
package dev.flowstone.cli.testing;

import org.jspecify.annotations.NullMarked;
