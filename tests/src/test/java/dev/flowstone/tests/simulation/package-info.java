/// Deterministic simulation: random workflows on hosts that crash, freeze and disagree, over a
/// store that loses and delays, all from one seed, beside an oracle that has no checkpoints.
@NullMarked
package dev.flowstone.tests.simulation;

import org.jspecify.annotations.NullMarked;
