/// The code base held to its own rules; each rule is also shown a violation that it must find.
@NullMarked
package dev.flowstone.tests.tidy;

import org.jspecify.annotations.NullMarked;
