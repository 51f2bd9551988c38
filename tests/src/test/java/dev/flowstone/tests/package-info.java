/// Proof across rooms: end to end, contract, differential, docs, tidy, benchmarks.
@NullMarked
package dev.flowstone.tests;

import org.jspecify.annotations.NullMarked;
