/// Workflow files on disk: finding, reading, checking and rewriting them.
@NullMarked
package dev.flowstone.cli.source;

import org.jspecify.annotations.NullMarked;
