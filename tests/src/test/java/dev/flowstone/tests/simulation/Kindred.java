package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.interpreter.machine.Activity;
import dev.flowstone.interpreter.machine.ChildCall;
import dev.flowstone.interpreter.machine.ChildEnd;
import dev.flowstone.interpreter.machine.Event;
import dev.flowstone.interpreter.machine.Machine;
import dev.flowstone.interpreter.machine.Message;
import dev.flowstone.interpreter.machine.State;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.machine.Transition;
import dev.flowstone.interpreter.store.Slot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whether executions that belong together tell the same story.
///
/// - a child was begun because a call wanted it, as it was asked for
/// - what its parent learns of its end is how it ended, and it learns it once
/// - no parent ends before those that it has called, unless it is terminated
final class Kindred {
  private final World world;
  private final Map<String, Event.Started> begun = new HashMap<>();
  private final Map<String, Outlook.Doing.Begin> wanted = new HashMap<>();
  private final Map<String, Set<ChildEnd>> ends = new HashMap<>();
  private final Map<String, ChildEnd> told = new HashMap<>();

  Kindred(World world) {
    this.world = world;
  }

  void check() {
    world.executions().forEach(this::read);
    begun.forEach(this::asItWasAskedFor);
    told.forEach((child, end) -> {
      // One that has failed and is moved on before its parent hears of it has more ends than one.
      if (!ends.getOrDefault(child, Set.of()).contains(end)) {
        world.complain("kin: told of " + child + ": " + end + ", but it was " + ends.get(child));
      }
    });
  }

  private void asItWasAskedFor(String name, Event.Started started) {
    Outlook.Doing.Begin begin = wanted.get(name);
    if (name.equals(world.name())) {
      return;
    }
    if (begin == null) {
      world.complain("kin: nobody asked for " + name);
    } else if (!begin.input().equals(started.input())
        || !begin.workflow().equals(world.written(name).name())) {
      world.complain("kin: asked for was " + begin + ", but it is " + started);
    }
  }

  private void read(String name) {
    Program program = world.program(name);
    Set<String> open = new HashSet<>();
    @Nullable State state = null;
    for (Slot slot : world.archive().whole(name)) {
      for (Event event : Judge.events(slot)) {
        if (state == null) {
          begun.put(name, (Event.Started) event);
          state = Machine.start(program, (Event.Started) event).state();
        } else {
          hear(state, event, open);
          Transition transition = Machine.step(program, state, event);
          program = Machine.program(program, state, event, transition);
          state = transition.state();
        }
        for (Outlook.Doing doing : Outlook.of(program, state).doings()) {
          if (doing instanceof Outlook.Doing.Begin begin) {
            wanted.put(begin.child(), begin);
          }
        }
        ended(name, state, open);
      }
    }
  }

  /// Keeps account of the children that a parent waits for.
  private void hear(State before, Event event, Set<String> open) {
    if (event instanceof Event.ChildStarted(var _, String call, var _)) {
      waiting(before, call).filter(one -> !detached(one)).ifPresent(one -> open.add(one.name()));
    } else if (event instanceof Event.Delivered delivered
        && delivered.message() instanceof Message.ChildEnded(String call, var _, ChildEnd end)) {
      waiting(before, call)
          .ifPresent(one -> {
            open.remove(one.name());
            if (told.put(one.name(), end) != null) {
              world.complain("kin: told twice of " + one.name());
            }
          });
    }
  }

  private boolean detached(ChildCall child) {
    return Optional.ofNullable(wanted.get(child.name()))
        .filter(Outlook.Doing.Begin::detached)
        .isPresent();
  }

  private static Optional<ChildCall> waiting(State state, String call) {
    return state.fibers().stream()
        .filter(fiber -> fiber.activity() instanceof Activity.Delegating)
        .map(fiber -> ((Activity.Delegating) fiber.activity()).child())
        .filter(child -> child.id().equals(call))
        .findFirst();
  }

  private void ended(String name, State state, Set<String> open) {
    Optional<Activity.Ending> ending =
        state.ending().filter(one -> one.status() != Status.COMPENSATION_FAILED);
    if (ending.isEmpty()) {
      return;
    }
    Activity.Ending how = ending.get();
    boolean again =
        !ends.computeIfAbsent(name, _ -> new HashSet<>())
            .add(
                how.result()
                    .<ChildEnd>map(ChildEnd.Succeeded::new)
                    .orElseGet(
                        () -> new ChildEnd.Otherwise(how.status(), how.error().orElseThrow())));
    if (!again && !open.isEmpty() && how.status() != Status.TERMINATED) {
      world.complain("kin: " + name + " has ended before " + open);
    }
  }
}
