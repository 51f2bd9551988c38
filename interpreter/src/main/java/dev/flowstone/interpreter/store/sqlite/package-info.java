/// The embedded store: one SQLite file, shared by the processes of one machine.
@NullMarked
package dev.flowstone.interpreter.store.sqlite;

import org.jspecify.annotations.NullMarked;
