package dev.flowstone.interpreter.machine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The language as a straight line: it runs parts by recursion, with no states, events or
/// checkpoints. What it attempts, in which order, and how it ends is what the machine must do.
final class NaiveInterpreter {

  record Outcome(Status status, String detail, List<String> attempts) {}

  private record Registered(String step, boolean broken) {}

  private static final class Raised extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Raised(String name) {
      super(name);
    }
  }

  private static final class Returned extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Returned(String value) {
      super(value);
    }
  }

  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static final class ParkedNow extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final World world;
  private final List<String> attempts = new ArrayList<>();
  private final Map<String, Integer> variables = new HashMap<>();
  private final List<List<Registered>> scopes = new ArrayList<>();
  private int waits;

  private NaiveInterpreter(World world) {
    this.world = world;
  }

  static Outcome run(List<Part> parts, World world) {
    var naive = new NaiveInterpreter(world);
    naive.scopes.add(new ArrayList<>());
    try {
      try {
        naive.block(parts);
        return naive.ended(Status.SUCCEEDED, "null");
      } catch (Returned returned) {
        return naive.ended(Status.SUCCEEDED, String.valueOf(returned.getMessage()));
      } catch (Raised raised) {
        naive.undoAll();
        return naive.ended(Status.FAILED, String.valueOf(raised.getMessage()));
      } catch (Stopped stopped) {
        naive.undoAll();
        return naive.ended(Status.CANCELLED, "Cancelled");
      }
    } catch (ParkedNow parked) {
      return naive.ended(Status.COMPENSATION_FAILED, "");
    }
  }

  private Outcome ended(Status status, String detail) {
    return new Outcome(status, detail, List.copyOf(attempts));
  }

  private void block(List<Part> parts) {
    parts.forEach(this::run);
  }

  private void run(Part part) {
    switch (part) {
      case Part.Step step -> step(step);
      case Part.Sleep sleep -> {
        if (!sleep.duration().isZero()) {
          stopIfCancelled();
        }
      }
      case Part.Await await -> await(await);
      case Part.Scope(List<Part> parts) -> {
        scopes.add(new ArrayList<>());
        block(parts);
        var own = scopes.removeLast();
        scopes.getLast().addAll(own);
      }
      case Part.Rollback() -> rollback();
      case Part.Commit() -> scopes.getLast().clear();
      case Part.Fail(String error) -> throw new Raised(error);
      case Part.Broken() -> throw new Raised("ExpressionError");
      case Part.If(String on, List<Part> yes, List<Part> no) ->
          block(Integer.valueOf(1).equals(variables.get(on)) ? yes : no);
      case Part.Return(String of) -> throw new Returned(String.valueOf(variables.get(of)));
    }
  }

  private void stopIfCancelled() {
    if (world.cancelled(attempts.size())) {
      throw new Stopped();
    }
  }

  private World.Result attempt(String call, int number) {
    var result = world.result(call, number);
    attempts.add(call + "#" + number + " " + result);
    return result;
  }

  private void step(Part.Step step) {
    boolean unknown = false;
    for (int n = 1; ; n++) {
      boolean stopping = world.cancelled(attempts.size());
      if (stopping && step.atMostOnce()) {
        // Its start was not journaled: nobody performs it any more.
        throw new Stopped();
      }
      var result = attempt(step.id(), n);
      switch (result) {
        case ONE, ZERO -> {
          variables.put(step.id(), result == World.Result.ONE ? 1 : 0);
          register(step);
          if (stopping) {
            throw new Stopped();
          }
          return;
        }
        case UNKNOWN, LOST -> unknown = true;
        case CERTAIN, PERMANENT -> {}
      }
      boolean again =
          n < step.attempts()
              && result != World.Result.PERMANENT
              && (!step.atMostOnce() || result == World.Result.CERTAIN);
      boolean givenUp = stopping || (again && world.cancelled(attempts.size()));
      if (givenUp || !again) {
        if (unknown) {
          register(step);
        }
        if (givenUp) {
          throw new Stopped();
        }
        throw new Raised(name(result));
      }
    }
  }

  private static String name(World.Result result) {
    return switch (result) {
      case UNKNOWN -> "Unknown";
      case CERTAIN -> "Certain";
      case PERMANENT -> "Permanent";
      case LOST -> "HostLost";
      case ONE, ZERO -> throw new IllegalArgumentException("that is a success");
    };
  }

  private void register(Part.Step step) {
    if (step.undo()) {
      scopes.getLast().add(new Registered(step.id(), step.brokenUndo()));
    }
  }

  private void await(Part.Await await) {
    waits++;
    if (await.notifying()) {
      notified(await);
    }
    stopIfCancelled();
    switch (world.answer(await.id())) {
      case SIGNAL, CALLBACK -> variables.put(await.id(), 1);
      case CALLBACK_FAILURE -> throw new Raised("Refused");
      case TIMEOUT -> {
        if (await.notifying()) {
          throw new Raised("HeartbeatTimeout");
        }
        if (await.onTimeout().isEmpty()) {
          throw new Raised("WaitTimeout");
        }
        block(await.onTimeout().get());
      }
    }
  }

  private void notified(Part.Await await) {
    for (int n = 1; n <= 2; n++) {
      boolean stopping = world.cancelled(attempts.size());
      var result = attempt(await.id() + ".notify@" + waits, n);
      if (stopping) {
        throw new Stopped();
      }
      switch (result) {
        case ONE, ZERO -> {
          return;
        }
        case PERMANENT -> throw new Raised(name(result));
        case UNKNOWN, LOST, CERTAIN -> {
          if (n == 2) {
            throw new Raised(name(result));
          }
          stopIfCancelled();
        }
      }
    }
  }

  private void rollback() {
    var undos = new ArrayList<>(scopes.getLast());
    scopes.getLast().clear();
    int before = attempts.size();
    undo(undos);
    boolean cancelledMeanwhile = attempts.size() > before && world.cancelled(attempts.size() - 1);
    if (cancelledMeanwhile) {
      throw new Stopped();
    }
  }

  private void undoAll() {
    var undos = new ArrayList<Registered>();
    scopes.forEach(undos::addAll);
    scopes.clear();
    scopes.add(new ArrayList<>());
    undo(undos);
  }

  private void undo(List<Registered> undos) {
    boolean failed = false;
    for (var undo : undos.reversed()) {
      failed |= undo.broken() || !undone(undo.step() + ".undo");
    }
    if (failed) {
      throw new ParkedNow();
    }
  }

  private boolean undone(String call) {
    for (int n = 1; n <= 2; n++) {
      switch (attempt(call, n)) {
        case ONE, ZERO -> {
          return true;
        }
        case PERMANENT -> {
          return false;
        }
        case UNKNOWN, LOST, CERTAIN -> {}
      }
    }
    return false;
  }
}
