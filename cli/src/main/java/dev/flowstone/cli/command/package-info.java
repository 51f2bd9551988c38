/// The commands of `flow`, one class each: options in, words and an exit code out.
@NullMarked
package dev.flowstone.cli.command;

import org.jspecify.annotations.NullMarked;
