/// Expressions against CEL: its conformance cases, its Java implementation, and the page that
/// documents them.
@NullMarked
package dev.flowstone.tests.expression;

import org.jspecify.annotations.NullMarked;
