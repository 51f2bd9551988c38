/// The engine on a laptop and in CI: lint, format, run, test, serve.
@NullMarked
package dev.flowstone.cli;

import org.jspecify.annotations.NullMarked;
