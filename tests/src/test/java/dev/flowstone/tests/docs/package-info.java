/// The documents are executed: every example in README and docs is checked for what it claims.
@NullMarked
package dev.flowstone.tests.docs;

import org.jspecify.annotations.NullMarked;
