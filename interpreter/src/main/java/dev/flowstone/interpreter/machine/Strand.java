package dev.flowstone.interpreter.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A fiber while a turn moves it: mutable, and possibly runnable (no activity). It lives within one
/// turn.
final class Strand {

  final String path;
  int pc;
  final ArrayList<Frame> frames;
  Optional<Stop> stop;
  @Nullable Activity activity;

  private Strand(
      String path, int pc, List<Frame> frames, Optional<Stop> stop, @Nullable Activity activity) {
    this.path = path;
    this.pc = pc;
    this.frames = new ArrayList<>(frames);
    this.stop = stop;
    this.activity = activity;
  }

  static Strand main() {
    return new Strand("", 0, List.of(new Frame.Scope(List.of())), Optional.empty(), null);
  }

  static Strand of(Fiber fiber) {
    return new Strand(fiber.path(), fiber.pc(), fiber.frames(), fiber.stop(), fiber.activity());
  }

  Fiber fiber() {
    if (activity == null) {
      throw new IllegalStateException("a turn ends only when every fiber is blocked");
    }
    return new Fiber(path, pc, frames, stop, activity);
  }

  void block(Activity next) {
    activity = next;
  }

  /// Makes the fiber runnable at `target`.
  void resumeAt(int target) {
    pc = target;
    activity = null;
  }

  void resumeAfter() {
    resumeAt(pc + 1);
  }

  List<Undo> innermostUndos() {
    return switch (frames.getLast()) {
      case Frame.Scope(List<Undo> undos) -> undos;
    };
  }

  void setInnermostUndos(List<Undo> undos) {
    frames.set(frames.size() - 1, new Frame.Scope(undos));
  }

  void register(Undo undo) {
    var undos = new ArrayList<>(innermostUndos());
    undos.add(undo);
    setInnermostUndos(undos);
  }

  /// Every undo of every scope, the outermost first.
  List<Undo> allUndos() {
    var undos = new ArrayList<Undo>();
    for (var frame : frames) {
      switch (frame) {
        case Frame.Scope(List<Undo> own) -> undos.addAll(own);
      }
    }
    return undos;
  }

  /// Every undo that has not ended well: also the one that is being made, and those that failed.
  List<Undo> undosAhead() {
    var undos = allUndos();
    if (activity instanceof Activity.Unwinding unwinding) {
      undos.addAll(unwinding.remaining());
      undos.add(unwinding.current());
      unwinding.broken().forEach(broken -> undos.add(broken.undo()));
    } else if (activity instanceof Activity.Parked parked) {
      parked.broken().forEach(broken -> undos.add(broken.undo()));
    }
    return undos;
  }

  /// Leaves every scope, whose undos are on their way.
  void forgetScopes() {
    frames.clear();
    frames.add(new Frame.Scope(List.of()));
  }
}
