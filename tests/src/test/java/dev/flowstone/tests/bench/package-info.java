/// Measurements, run by the profile `bench`, and the bounds that hold for some of them.
@NullMarked
package dev.flowstone.tests.bench;

import org.jspecify.annotations.NullMarked;
