package dev.flowstone.grammar.analysis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is known of all variables at the point that the walk has reached, and whether that point
/// can be reached.
///
/// Changes are kept on a trail, so that a branch is taken back and joined at the cost of what it
/// changed and not of all variables: a file of a megabyte may have a hundred thousand of either.
final class Flow {

  /// How one of several paths ended: the variables that it changed, or nothing where it never ends.
  record Path(boolean reachable, Map<String, Fact> changed) {

    /// As seen from an earlier point, after which `carried` had changed before this path began.
    Path on(Map<String, Fact> carried) {
      if (carried.isEmpty()) {
        return this;
      }
      Map<String, Fact> all = new LinkedHashMap<>(carried);
      all.putAll(changed);
      return new Path(reachable, all);
    }
  }

  private record Change(String name, @Nullable Fact before) {}

  private final Map<String, Fact> facts = new LinkedHashMap<>();
  private final List<Change> trail = new ArrayList<>();
  private boolean reachable = true;

  Optional<Fact> find(String name) {
    return Optional.ofNullable(facts.get(name));
  }

  void set(String name, Fact fact) {
    Fact before = facts.put(name, fact);
    if (!fact.equals(before)) {
      trail.add(new Change(name, before));
    }
  }

  /// Takes a name out of sight.
  void forget(String name) {
    Fact before = facts.remove(name);
    if (before != null) {
      trail.add(new Change(name, before));
    }
  }

  boolean reachable() {
    return reachable;
  }

  /// Control does not get past this point.
  void leave() {
    reachable = false;
  }

  void reachable(boolean now) {
    reachable = now;
  }

  int mark() {
    return trail.size();
  }

  /// What has changed since `mark`.
  Map<String, Fact> since(int mark) {
    Map<String, Fact> changed = new LinkedHashMap<>();
    for (Change change : trail.subList(mark, trail.size())) {
      find(change.name()).ifPresent(fact -> changed.put(change.name(), fact));
    }
    return changed;
  }

  /// Takes back everything since `mark` and tells what it was.
  Path takeBack(int mark, boolean reachableBefore) {
    Map<String, Fact> changed = since(mark);
    while (trail.size() > mark) {
      restore(trail.removeLast());
    }
    Path path = new Path(reachable, changed);
    reachable = reachableBefore;
    return path;
  }

  private void restore(Change change) {
    if (change.before() == null) {
      facts.remove(change.name());
    } else {
      facts.put(change.name(), change.before());
    }
  }

  /// Goes on where any of several paths, all begun here, has ended.
  void join(List<Path> paths) {
    List<Path> ended = paths.stream().filter(Path::reachable).toList();
    if (ended.isEmpty()) {
      reachable = false;
      // What follows is reported once as unreachable; names assigned on the way are not reported
      // again.
      paths.forEach(path -> path.changed().forEach(this::set));
      return;
    }
    Map<String, Meeting> meetings = new LinkedHashMap<>();
    for (Path path : ended) {
      path.changed()
          .forEach((name, fact) -> meetings.merge(name, new Meeting(fact, 1), Meeting::with));
    }
    meetings.forEach((name, meeting) -> set(name, meeting.after(facts.get(name), ended.size())));
  }

  /// What the paths that changed a variable made of it, and how many they are.
  private record Meeting(Fact fact, int paths) {

    Meeting with(Meeting other) {
      return new Meeting(Fact.join(fact, other.fact), paths + other.paths);
    }

    /// The others left it as it was before, if it was.
    Fact after(@Nullable Fact before, int all) {
      if (paths == all) {
        return fact;
      }
      return before == null ? new Fact(fact.type(), false) : Fact.join(fact, before);
    }
  }
}
