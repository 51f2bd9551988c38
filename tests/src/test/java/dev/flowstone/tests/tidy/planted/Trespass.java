package dev.flowstone.tests.tidy.planted;

import dev.flowstone.cli.Flow;

/// Names a room that it may not know.
final class Trespass {
  final Class<?> other = Flow.class;
}
