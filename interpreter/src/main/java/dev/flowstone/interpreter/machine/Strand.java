package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PStack;

/// A fiber while a turn moves it: mutable, and possibly runnable (no activity). It lives within one
/// turn.
final class Strand {

  final String path;
  final Optional<Fiber.Branch> branch;
  int pc;
  Optional<Stop> stop;
  @Nullable Activity activity;

  private final @Nullable Fiber origin;
  private List<Frame> frames;
  private PMap<String, Value> variables;

  private Strand(
      String path,
      Optional<Fiber.Branch> branch,
      int pc,
      List<Frame> frames,
      PMap<String, Value> variables,
      Optional<Stop> stop,
      @Nullable Activity activity,
      @Nullable Fiber origin) {
    this.path = path;
    this.branch = branch;
    this.pc = pc;
    this.frames = frames;
    this.variables = variables;
    this.stop = stop;
    this.activity = activity;
    this.origin = origin;
  }

  static Strand main() {
    return runnable("", Optional.empty(), 0);
  }

  static Strand branch(String path, Strand parent, int index, int pc) {
    return runnable(path, Optional.of(new Fiber.Branch(parent.path, index)), pc);
  }

  private static Strand runnable(String path, Optional<Fiber.Branch> branch, int pc) {
    return new Strand(
        path,
        branch,
        pc,
        List.of(Frame.Scope.EMPTY),
        HashTreePMap.empty(),
        Optional.empty(),
        null,
        null);
  }

  static Strand of(Fiber fiber) {
    return new Strand(
        fiber.path(),
        fiber.branch(),
        fiber.pc(),
        fiber.frames(),
        fiber.variables(),
        fiber.stop(),
        fiber.activity(),
        fiber);
  }

  Fiber fiber() {
    if (activity == null) {
      throw new IllegalStateException("a turn ends only when every fiber is blocked");
    }
    return isUntouched() && origin != null
        ? origin
        : new Fiber(path, branch, pc, frames, variables, stop, activity);
  }

  /// What was not replaced is the same object: most fibers do not move in a turn.
  @SuppressWarnings("ReferenceEquality")
  private boolean isUntouched() {
    return origin != null
        && origin.pc() == pc
        && origin.activity() == activity
        && origin.frames() == frames
        && origin.variables() == variables
        && origin.stop().equals(stop);
  }

  void block(Activity next) {
    activity = next;
  }

  boolean isRunnable() {
    return activity == null;
  }

  /// Makes the fiber runnable at `target`.
  void resumeAt(int target) {
    pc = target;
    activity = null;
  }

  void resumeAfter() {
    resumeAt(pc + 1);
  }

  /// Whether it must end, and nothing keeps it from doing so.
  boolean stopping() {
    return Fiber.stopping(stop, frames);
  }

  // Variables

  PMap<String, Value> variables() {
    return variables;
  }

  void assign(String name, Value value) {
    variables = variables.plus(name, value);
  }

  void assignAll(PMap<String, Value> more) {
    variables = variables.plusAll(more);
  }

  void forget(String name) {
    variables = variables.minus(name);
  }

  // Frames

  List<Frame> frames() {
    return frames;
  }

  int depth() {
    return frames.size();
  }

  Frame top() {
    return frames.getLast();
  }

  void push(Frame frame) {
    var next = new ArrayList<>(frames);
    next.add(frame);
    frames = next;
  }

  void pop() {
    frames = List.copyOf(frames.subList(0, frames.size() - 1));
  }

  void setTop(Frame frame) {
    set(frames.size() - 1, frame);
  }

  private void set(int index, Frame frame) {
    var next = new ArrayList<>(frames);
    next.set(index, frame);
    frames = next;
  }

  /// Leaves every frame, whose undos are on their way or will never run.
  void forgetFrames() {
    frames = List.of(Frame.Scope.EMPTY);
  }

  // Undos

  private int innermostScope() {
    for (int i = frames.size() - 1; ; i--) {
      if (frames.get(i) instanceof Frame.Scope) {
        return i;
      }
    }
  }

  PStack<Compensation> innermostUndos() {
    return ((Frame.Scope) frames.get(innermostScope())).undos();
  }

  void setInnermostUndos(PStack<Compensation> undos) {
    set(innermostScope(), new Frame.Scope(undos));
  }

  void register(Compensation undo) {
    setInnermostUndos(innermostUndos().plus(undo));
  }

  /// How many undos have not ended well: registered ones, the one that is being made, and those that
  /// failed.
  int undosAhead() {
    int ahead = 0;
    for (var frame : frames) {
      if (frame instanceof Frame.Scope(PStack<Compensation> undos)) {
        ahead += Compensation.count(undos);
      }
    }
    return ahead
        + switch (activity) {
          case Activity.Unwinding unwinding ->
              1 + Compensation.count(unwinding.remaining()) + unwinding.broken().size();
          case Activity.UnwindingGroup unwinding ->
              Compensation.count(unwinding.remaining())
                  + unwinding.broken().size()
                  + unwinding.group().members().stream()
                      .skip(unwinding.begun())
                      .mapToInt(Compensation::count)
                      .sum();
          case Activity.Joining(Fan fan) ->
              fan.undos().stream().mapToInt(Compensation::count).sum();
          case Activity.Parked parked -> parked.broken().size();
          case null, default -> 0;
        };
  }
}
