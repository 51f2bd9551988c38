package dev.flowstone.interpreter.engine;

import dev.flowstone.interpreter.store.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Finds what is due in the store and goes on with it: at start, after crashes, and when a wait is
/// over.
///
/// At most [Settings#concurrency] executions are active through it at once. What cannot be taken
/// over now (another host has it, or only a newer version can) is left alone for a while.
public final class Recovery implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Recovery.class.getName());
  private static final Duration LEFT_ALONE = Duration.ofSeconds(5);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
  private static final int AT_ONCE = 100;

  private final Engine engine;
  private final Predicate<String> wanted;
  private final Ports ports;
  private final Settings settings;
  private final Semaphore slots;
  private final Map<String, Instant> leftAlone = new HashMap<>();
  private @Nullable Thread thread;
  private volatile boolean open = true;

  public Recovery(Engine engine) {
    this(engine, _ -> true);
  }

  /// The same for those executions only whose names pass `wanted`: a host without the handlers of a
  /// workflow would fail what another could finish.
  public Recovery(Engine engine, Predicate<String> wanted) {
    this.engine = engine;
    this.wanted = wanted;
    this.ports = engine.ports();
    this.settings = engine.settings();
    this.slots = new Semaphore(settings.concurrency());
  }

  /// An execution that was taken over.
  public record Taken(String name, CompletableFuture<Departure> departure) {}

  /// Takes over everything that is due now. Waits where too many are active, not for their end.
  public List<Taken> resumeDue() throws InterruptedException {
    List<Taken> taken = new ArrayList<>();
    while (open && engine.isOpen()) {
      List<String> names = candidates();
      if (names.isEmpty()) {
        return taken;
      }
      for (String name : names) {
        take(name).ifPresent(taken::add);
      }
    }
    return taken;
  }

  private List<String> candidates() {
    Instant now = ports.clock().instant();
    leftAlone.values().removeIf(until -> !until.isAfter(now));
    int limit = AT_ONCE + leftAlone.size();
    List<String> active = engine.active();
    return ports.executions().due(now, limit).stream()
        .filter(name -> !leftAlone.containsKey(name) && !active.contains(name))
        .toList();
  }

  private Optional<Taken> take(String name) throws InterruptedException {
    if (!wanted.test(name)) {
      leftAlone.put(name, ports.clock().instant().plus(LEFT_ALONE));
      return Optional.empty();
    }
    slots.acquire();
    boolean launched = false;
    try {
      Resumption resumption = engine.resume(name);
      if (resumption instanceof Resumption.Running(CompletableFuture<Departure> departure)) {
        launched = true;
        var _ = departure.whenComplete((over, failure) -> slots.release());
        return Optional.of(new Taken(name, departure));
      }
      leftAlone.put(name, ports.clock().instant().plus(LEFT_ALONE));
      return Optional.empty();
    } catch (StoreUnavailable e) {
      throw e;
    } catch (RuntimeException e) { // one that cannot be read keeps no other from going on
      LOG.log(System.Logger.Level.ERROR, "execution " + name + " cannot go on here", e);
      leftAlone.put(name, ports.clock().instant().plus(LEFT_ALONE));
      return Optional.empty();
    } finally {
      if (!launched) {
        slots.release();
      }
    }
  }

  /// Goes on with whatever becomes due, on a thread of its own, until closed.
  public synchronized void serve() {
    if (thread == null) {
      thread = Thread.ofPlatform().name("flowstone-recovery").daemon().start(this::run);
    }
  }

  private void run() {
    Semaphore woken = new Semaphore(0);
    try (var _ = ports.executions().watch(name -> woken.release())) {
      while (open) {
        try {
          resumeDue();
        } catch (RuntimeException e) { // whatever it is: what is due must not be forgotten for ever
          LOG.log(System.Logger.Level.WARNING, "cannot see what is due", e);
          ports.timers().pause(LEFT_ALONE);
          continue;
        }
        Instant now = ports.clock().instant();
        Instant next = next(now);
        // What was left alone is still due, and must not keep this thread spinning.
        Instant soonest = now.plus(BETWEEN_LOOKS);
        Timers.Alarm alarm =
            ports.timers().set(next.isBefore(soonest) ? soonest : next, woken::release);
        woken.acquire();
        woken.drainPermits();
        alarm.cancel();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Instant next(Instant now) {
    Instant sweep = now.plus(settings.sweep());
    try {
      return ports.executions().nextDue().filter(due -> due.isBefore(sweep)).orElse(sweep);
    } catch (RuntimeException e) {
      return sweep;
    }
  }

  @Override
  public synchronized void close() {
    open = false;
    if (thread != null) {
      thread.interrupt();
    }
  }
}
