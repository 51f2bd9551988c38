/// New projects: what `flow init` writes.
@NullMarked
package dev.flowstone.cli.init;

import org.jspecify.annotations.NullMarked;
