/// The large stories of the language, each told on every store: sagas, fan-outs, races, mailboxes,
/// families of executions, with hosts that die in the middle.
@NullMarked
package dev.flowstone.tests.scenarios;

import org.jspecify.annotations.NullMarked;
