/// The real `./flow`, process by process, as a user types it.
@NullMarked
package dev.flowstone.tests.launcher;

import org.jspecify.annotations.NullMarked;
