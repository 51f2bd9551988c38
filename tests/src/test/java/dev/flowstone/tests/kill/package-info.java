/// Real processes, killed at random moments: nothing that was acknowledged may be lost or done
/// again.
@NullMarked
package dev.flowstone.tests.kill;

import org.jspecify.annotations.NullMarked;
