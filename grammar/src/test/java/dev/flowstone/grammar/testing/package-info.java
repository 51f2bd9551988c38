/// What tests of this room share: files of cases, goldens, diagnostics as an author sees them.
@NullMarked
package dev.flowstone.grammar.testing;

import org.jspecify.annotations.NullMarked;
