package dev.flowstone.lambda.dynamo;

import dev.flowstone.interpreter.store.Capacity;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What the requests of this process have consumed: by operation, and by execution as far as it is
/// not written into the execution's own item yet.
///
/// An execution's consumption rides on the next write to its meta, so that counting costs nothing;
/// a host that dies takes with it what it had not written. A condition that fails is billed and not
/// reported: it counts one unit for each started kilobyte of the item that was there.
public final class Meter {
  /// What requests are made for.
  public enum Operation {
    CREATE,
    CLAIM,
    APPEND,
    RENEW,
    RELEASE,
    DELIVER,
    FINISH,
    TRIM,
    READ,
    DUE,
    LIST,
    PURGE,
    PROGRAMS
  }

  /// What one operation has consumed in all its calls.
  public record Usage(long requests, long writes, Capacity capacity) {
    static final Usage NONE = new Usage(0, 0, Capacity.NONE);

    Usage plus(Usage other) {
      return new Usage(
          requests + other.requests, writes + other.writes, capacity.plus(other.capacity));
    }
  }

  /// What is not in the meta yet: journal writes, units, and prefixes under which payloads lie.
  record Unsaved(long writes, Capacity capacity, Set<String> prefixes) {
    static final Unsaved NOTHING = new Unsaved(0, Capacity.NONE, Set.of());

    Unsaved {
      prefixes = Set.copyOf(prefixes);
    }

    boolean isNothing() {
      return writes == 0
          && capacity.readUnits() == 0
          && capacity.writeUnits() == 0
          && prefixes.isEmpty();
    }

    Unsaved plus(Unsaved other) {
      Set<String> all = new TreeSet<>(prefixes);
      all.addAll(other.prefixes);
      return new Unsaved(writes + other.writes, capacity.plus(other.capacity), all);
    }
  }

  private static final int MOST_EXECUTIONS = 10_000;

  private final Map<Operation, Usage> usage = new EnumMap<>(Operation.class);
  private final Map<String, Unsaved> unsaved =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Unsaved> eldest) {
          return size() > MOST_EXECUTIONS;
        }
      };

  /// A copy of the counts.
  public synchronized Map<Operation, Usage> usage() {
    return new EnumMap<>(usage);
  }

  public synchronized Usage usage(Operation operation) {
    return usage.getOrDefault(operation, Usage.NONE);
  }

  public synchronized Capacity total() {
    return usage.values().stream().map(Usage::capacity).reduce(Capacity.NONE, Capacity::plus);
  }

  synchronized long writes() {
    return usage.values().stream().mapToLong(Usage::writes).sum();
  }

  synchronized void read(Bill bill, double units) {
    count(bill, new Usage(1, 0, new Capacity(units, 0)));
  }

  synchronized void write(Bill bill, double units) {
    count(bill, new Usage(1, 1, new Capacity(0, units)));
  }

  private void count(Bill bill, Usage more) {
    usage.merge(bill.operation(), more, Usage::plus);
    bill.execution().ifPresent(name -> add(name, new Unsaved(0, more.capacity(), Set.of())));
  }

  synchronized void add(String name, Unsaved more) {
    Unsaved sum = unsaved.getOrDefault(name, Unsaved.NOTHING).plus(more);
    if (sum.isNothing()) {
      unsaved.remove(name);
    } else {
      unsaved.put(name, sum);
    }
  }

  /// A slot was written to the journal, beside the meta.
  synchronized void appended(String name) {
    add(name, new Unsaved(1, Capacity.NONE, Set.of()));
  }

  /// A payload was stored under the prefix.
  synchronized void stored(String name, String prefix) {
    add(name, new Unsaved(0, Capacity.NONE, Set.of(prefix)));
  }

  synchronized Unsaved unsaved(String name) {
    return unsaved.getOrDefault(name, Unsaved.NOTHING);
  }

  /// Takes what is unsaved, to be written.
  synchronized Unsaved take(String name) {
    Unsaved taken = unsaved.remove(name);
    return taken == null ? Unsaved.NOTHING : taken;
  }
}
