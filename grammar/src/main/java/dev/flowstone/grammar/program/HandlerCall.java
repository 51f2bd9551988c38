package dev.flowstone.grammar.program;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How a handler is called: a step, an undo or a notification.
///
/// `id` is stable under edits elsewhere: the name of the variable it assigns, else the handler's
/// name, with `#2`, `#3` … where that repeats; an undo is `<step>.undo`, a notification
/// `<wait>.notify`. `timeout` is of one attempt; absent, the host's default holds.
public record HandlerCall(
    String id,
    String handler,
    Map<String, Expression> arguments,
    RetryPolicy retry,
    boolean atMostOnce,
    Optional<Duration> timeout,
    Optional<Duration> heartbeat) {

  public HandlerCall {
    arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
  }
}
