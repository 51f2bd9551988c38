package dev.flowstone.tests.scenarios;

import dev.flowstone.interpreter.store.Ending;
import dev.flowstone.interpreter.store.ExecutionStore;
import dev.flowstone.interpreter.store.Released;
import dev.flowstone.interpreter.store.Renewing;
import dev.flowstone.interpreter.store.Slot;
import dev.flowstone.interpreter.store.Snapshot;
import dev.flowstone.interpreter.store.StoreUnavailable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A host's connection to the store, which can be cut: the host is gone then, without having let go
/// of anything. It may be cut before a write or after it.
final class Line implements InvocationHandler, InstantSource {
  private static final Set<String> WRITES = Set.of("append", "release", "finish", "renew");

  private final ExecutionStore store;
  private final InstantSource clock;
  private int left = Integer.MAX_VALUE;
  private boolean writesFirst;
  private volatile boolean cut;
  private Written written = Written.NOTHING;
  private int looks;

  Line(ExecutionStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  ExecutionStore store() {
    return (ExecutionStore)
        Proxy.newProxyInstance(
            Line.class.getClassLoader(), new Class<?>[] {ExecutionStore.class}, this);
  }

  /// Cuts the line at the write after `writes` more, which is made or not.
  synchronized void cutAfter(int writes, boolean isMade) {
    left = writes;
    writesFirst = isMade;
  }

  boolean isCut() {
    return cut;
  }

  /// What went over it.
  synchronized Written written() {
    return written;
  }

  /// The host's clock: once it is gone, so much time passes between two looks that its patience is
  /// over at once.
  @Override
  public synchronized Instant instant() {
    return cut ? clock.instant().plus(Duration.ofDays(++looks)) : clock.instant();
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    boolean last = WRITES.contains(method.getName()) && isLast(arguments);
    if (cut || (last && !writesFirst)) {
      cut = true;
      throw new StoreUnavailable("the line is cut", null);
    }
    Object answer;
    try {
      answer = method.invoke(store, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
    if (last) {
      cut = true;
      throw new StoreUnavailable("the line is cut", null);
    }
    return answer;
  }

  private synchronized boolean isLast(Object @Nullable [] arguments) {
    for (Object argument : arguments == null ? new Object[0] : arguments) {
      switch (argument) {
        case Slot slot -> written = written.appended(slot.body().length);
        case Renewing renewing -> renewing.snapshot().ifPresent(this::note);
        case Released released -> released.snapshot().ifPresent(this::note);
        case Ending ending -> ending.snapshot().ifPresent(this::note);
        default -> {}
      }
    }
    return left-- == 0;
  }

  private void note(Snapshot snapshot) {
    written = written.snapshot(snapshot.body().length);
  }
}
