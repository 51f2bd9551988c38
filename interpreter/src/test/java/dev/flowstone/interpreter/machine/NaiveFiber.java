package dev.flowstone.interpreter.machine;

import dev.flowstone.interpreter.machine.NaiveExit.ParkedNow;
import dev.flowstone.interpreter.machine.NaiveExit.Raised;
import dev.flowstone.interpreter.machine.NaiveExit.Stopped;
import dev.flowstone.interpreter.machine.NaiveExit.Unwound;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The variables, scopes and calls of one branch of the naive interpreter.
final class NaiveFiber {

  /// What is to be undone: one step, or a whole fan-out.
  sealed interface Registered {}

  record Single(String call, boolean broken) implements Registered {}

  record Group(List<List<Registered>> members) implements Registered {}

  private final Optional<NaiveFiber> parent;
  private final NaiveWorld world;
  private final String path;
  private final List<String> loops = new ArrayList<>();
  private final Map<String, String> variables = new HashMap<>();
  private final List<List<Registered>> scopes = new ArrayList<>();

  private NaiveFiber(Optional<NaiveFiber> parent, NaiveWorld world, String path) {
    this.parent = parent;
    this.world = world;
    this.path = path;
    open();
  }

  static NaiveFiber main(NaiveWorld world) {
    return new NaiveFiber(Optional.empty(), world, "");
  }

  NaiveFiber branch(String id, int index) {
    return new NaiveFiber(Optional.of(this), world, instance(id) + "[" + index + "]/");
  }

  String variable(String name) {
    var own = variables.get(name);
    return own != null ? own : parent.map(p -> p.variable(name)).orElse("null");
  }

  void assign(String name, String value) {
    variables.put(name, value);
  }

  void forget(String name) {
    variables.remove(name);
  }

  /// A branch has ended well: its names are known outside.
  void takeOver(NaiveFiber branch) {
    variables.putAll(branch.variables);
  }

  void enter(String loop, int turn) {
    loops.add(loop + "[" + turn + "]/");
  }

  void leave() {
    loops.removeLast();
  }

  private String instance(String id) {
    return path + String.join("", loops) + id;
  }

  void open() {
    scopes.add(new ArrayList<>());
  }

  List<Registered> close() {
    return scopes.removeLast();
  }

  List<Registered> scope() {
    return scopes.getLast();
  }

  void handOutward() {
    var own = close();
    scope().addAll(own);
  }

  void registerGroup(List<List<Registered>> members) {
    var some = members.stream().filter(m -> !m.isEmpty()).toList();
    if (some.size() == 1) {
      scope().addAll(some.getFirst());
    } else if (!some.isEmpty()) {
      scope().add(new Group(some));
    }
  }

  /// Each kind of call.
  void step(Part.Step step) {
    var call = instance(step.id());
    boolean unknown = false;
    for (int n = 1; ; n++) {
      boolean stopping = world.stopped();
      if (stopping && step.atMostOnce()) {
        // Its start was not journaled: nobody performs it any more.
        throw stopped(unknown && step.undo() ? Optional.of(step) : Optional.empty());
      }
      var result = world.attempt(call, n);
      switch (result) {
        case ONE, ZERO -> {
          assign(step.id(), result == World.Result.ONE ? "1" : "0");
          if (step.undo()) {
            scope().add(undo(step));
          }
          if (stopping) {
            throw new Stopped(List.of());
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
      var own = unknown && step.undo() ? Optional.of(step) : Optional.<Part.Step>empty();
      if (stopping || (again && world.stopped())) {
        throw stopped(own);
      }
      if (!again) {
        throw new Raised(name(result), own.map(s -> List.of(List.of(undo(s)))).orElse(List.of()));
      }
    }
  }

  private Registered undo(Part.Step step) {
    return new Single(instance(step.id() + ".undo"), step.brokenUndo());
  }

  private Stopped stopped(Optional<Part.Step> own) {
    return new Stopped(own.map(step -> List.of(List.of(undo(step)))).orElse(List.of()));
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

  /// A notification or an asking: two attempts, no undo.
  private World.Result plain(String call) {
    for (int n = 1; ; n++) {
      boolean stopping = world.stopped();
      var result = world.attempt(call, n);
      if (stopping) {
        throw new Stopped(List.of());
      }
      switch (result) {
        case ONE, ZERO -> {
          return result;
        }
        case PERMANENT -> throw new Raised(name(result));
        case UNKNOWN, LOST, CERTAIN -> {
          if (n == 2) {
            throw new Raised(name(result));
          }
          world.blocked();
        }
      }
    }
  }

  /// Whether the block for its timeout is to run.
  boolean timesOut(Part.Await await) {
    world.waits++;
    if (await.notifying()) {
      plain(instance(await.id() + ".notify") + "@" + world.waits);
    }
    world.blocked();
    switch (world.world.answer(instance(await.id()))) {
      case SIGNAL, CALLBACK -> assign(await.id(), "1");
      case CALLBACK_FAILURE -> throw new Raised("Refused");
      case TIMEOUT -> {
        if (await.notifying()) {
          throw new Raised("HeartbeatTimeout");
        }
        if (await.onTimeout().isEmpty()) {
          throw new Raised("WaitTimeout");
        }
        return true;
      }
    }
    return false;
  }

  void poll(Part.Poll poll) {
    while (true) {
      world.waits++;
      if (plain(instance(poll.id()) + "@" + world.waits) == World.Result.ONE) {
        assign(poll.id(), "1");
        return;
      }
      world.blocked();
    }
  }

  void start(Part.Start start) {
    world.waits++;
    var call = instance(start.id()) + "@" + world.waits;
    boolean stopping = world.stopped();
    boolean refused = world.world.child(call) == World.Child.REFUSED;
    world.attempts.add(call + " " + (refused ? "refused" : "started"));
    if (stopping) {
      throw new Stopped(List.of());
    }
    if (refused) {
      throw new Raised("UnknownWorkflow");
    }
    assign(start.id(), "{}");
  }

  void call(Part.Call call) {
    world.waits++;
    var id = instance(call.id()) + "@" + world.waits;
    boolean stopping = world.stopped();
    var child = world.world.child(id);
    if (child == World.Child.REFUSED) {
      world.attempts.add(id + " refused");
      throw stopping ? new Stopped(List.of()) : new Raised("UnknownWorkflow");
    }
    world.attempts.add(id + " started");
    stopping = world.stopped();
    world.attempts.add(id + " " + child);
    var undo = new Single(instance(call.id() + ".undo"), false);
    if (child == World.Child.SUCCEEDED) {
      assign(call.id(), "1");
      if (call.undo()) {
        scope().add(undo);
      }
    }
    List<List<Registered>> own =
        child == World.Child.TERMINATED && call.undo() ? List.of(List.of(undo)) : List.of();
    if (stopping) {
      throw new Stopped(own);
    }
    switch (child) {
      case FAILED -> throw new Raised("Failed", own);
      case CANCELLED -> throw new Raised("ChildCancelled", own);
      case TERMINATED -> throw new Raised("ChildTerminated", own);
      case SUCCEEDED, REFUSED -> {}
    }
  }

  void rollback() {
    var undos = new ArrayList<>(scope());
    scope().clear();
    undo(List.of(undos));
    if (!undos.isEmpty() && world.stopping()) {
      throw new Stopped(List.of());
    }
  }

  void undo(Unwound unwound, List<Registered> scope) {
    undo(unwound.with(scope).undos);
  }

  /// What goes on when the undos of what was left have run: a stop that came meanwhile comes first.
  Unwound undone(Unwound unwound) {
    undo(unwound.undos);
    return unwound instanceof Raised raised && !world.stopping()
        ? new Raised(raised.error())
        : new Stopped(List.of());
  }

  /// All of them, even where some fail.
  private void undo(List<List<Registered>> scopes) {
    boolean failed = false;
    for (var scope : scopes) {
      failed |= !undone(scope);
    }
    if (failed) {
      throw new ParkedNow();
    }
  }

  private boolean undone(List<Registered> scope) {
    boolean well = true;
    for (var each : scope.reversed()) {
      well &=
          switch (each) {
            case Single(String call, boolean broken) -> !broken && undone(call);
            case Group(List<List<Registered>> members) -> {
              boolean all = true;
              for (var member : members.reversed()) {
                all &= undone(member);
              }
              yield all;
            }
          };
    }
    return well;
  }

  private boolean undone(String call) {
    for (int n = 1; n <= 2; n++) {
      world.stopped();
      switch (world.attempt(call, n)) {
        case ONE, ZERO -> {
          return true;
        }
        case PERMANENT -> {
          return false;
        }
        case UNKNOWN, LOST, CERTAIN -> world.stopped();
      }
    }
    return false;
  }
}
