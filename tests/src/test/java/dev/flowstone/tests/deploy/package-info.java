/// Proof that what is deployed fits the code.
@NullMarked
package dev.flowstone.tests.deploy;

import org.jspecify.annotations.NullMarked;
