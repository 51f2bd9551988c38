/// Measurements, run by the profile `bench` only.
@NullMarked
package dev.flowstone.tests.bench;

import org.jspecify.annotations.NullMarked;
