/// Violations that the tidy tests must find, or they find nothing.
@NullMarked
package dev.flowstone.tests.tidy.planted;

import org.jspecify.annotations.NullMarked;
