/// What a folder knows of its executions: the store, the clock, and where their handlers are.
@NullMarked
package dev.flowstone.cli.workspace;

import org.jspecify.annotations.NullMarked;
