/// Where a command was started and how it speaks: streams, colours, JSON documents, problems.
@NullMarked
package dev.flowstone.cli.terminal;

import org.jspecify.annotations.NullMarked;
