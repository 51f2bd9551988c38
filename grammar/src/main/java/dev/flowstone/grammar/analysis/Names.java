package dev.flowstone.grammar.analysis;

import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.Nearest;
import dev.flowstone.grammar.type.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which names may be read and assigned where.
///
/// Variables belong to a region: the workflow, or one item of a `for … parallel`. Nothing hides
/// anything. Loop and catch variables live in their block, `callback` in `notify`; what one branch
/// assigns, no other branch may touch.
final class Names {

  /// How many names are compared with unknown ones before hints end: enough for every file that a
  /// person writes.
  private static final int MOST_COMPARISONS = 200_000;

  /// The first branch of a `parallel` that assigns a name, and where.
  record Owner(int branch, Name first) {}

  private record Branch(Map<String, Owner> owners, int index) {}

  private record Local(Name name, boolean caught) {}

  private final Flow flow;
  private final Report report;
  private final Type.Record input;
  private final Deque<Map<String, Name>> regions = new ArrayDeque<>();
  private final Deque<Branch> branches = new ArrayDeque<>();
  private final Map<String, Local> locals = new LinkedHashMap<>();
  private final Map<String, Name> gone = new HashMap<>();
  private final Set<String> read = new HashSet<>();
  private boolean callback;
  private int comparisons;

  Names(Flow flow, Report report, Type.Record input, Map<String, Name> variables) {
    this.flow = flow;
    this.report = report;
    this.input = input;
    regions.push(variables);
  }

  boolean isRead(String name) {
    return read.contains(name);
  }

  boolean isCaught(String name) {
    Local local = locals.get(name);
    return local != null && local.caught();
  }

  boolean isVariable(String name) {
    return locals.containsKey(name)
        || regions.stream().anyMatch(region -> region.containsKey(name));
  }

  void markRead(String name) {
    read.add(name);
  }

  /// Checks that a statement may give `target` a value.
  boolean mayAssign(Name target) {
    if (!Words.check(target, "a variable", report)) {
      return false;
    }
    foreign(target.text())
        .ifPresent(owner ->
            report.add(
                Code.BRANCH_CONFLICT
                    .at("another branch assigns '" + target.text() + "' too", target.span())
                    .related("there", owner.first().span())
                    .hint("give each branch names of its own")));
    return true;
  }

  /// Checks the names that an expression reads and those that its macros bind.
  void check(FreeNames names) {
    names.free().forEach(this::read);
    names.bound().forEach(name -> bind(name, "a macro variable"));
  }

  private void read(Name name) {
    String text = name.text();
    read.add(text);
    if (text.equals("callback")) {
      if (!callback) {
        report.add(
            Code.MISPLACED.at("'callback' is known only in the 'notify' of a wait", name.span()));
      }
      return;
    }
    if (Words.GIVEN.contains(text) || locals.containsKey(text)) {
      return;
    }
    Optional<Owner> owner = foreign(text);
    if (owner.isPresent()) {
      report.add(
          Code.BRANCH_CONFLICT
              .at("another branch assigns '" + text + "', so this one cannot read it", name.span())
              .related("assigned here", owner.get().first().span())
              .hint("read it after the parallel"));
    } else if (flow.find(text).isEmpty() && report.listening()) {
      report.add(unknown(name));
    }
  }

  private Optional<Owner> foreign(String name) {
    return branches.stream()
        .flatMap(branch ->
            Optional.ofNullable(branch.owners().get(name)).stream()
                .filter(owner -> owner.branch() != branch.index()))
        .findFirst();
  }

  private Diagnostic unknown(Name name) {
    String text = name.text();
    for (Map<String, Name> region : regions) {
      Name later = region.get(text);
      if (later != null) {
        return Code.UNKNOWN_NAME
            .at("'" + text + "' has no value yet on any path that leads here", name.span())
            .related("it is assigned here", later.span());
      }
    }
    Optional<Diagnostic> over = over(name);
    if (over.isPresent()) {
      return over.get();
    }
    Diagnostic diagnostic =
        Code.UNKNOWN_NAME.at("there is no name '" + Words.shown(text) + "'", name.span());
    if (input.fields().containsKey(text)) {
      return diagnostic.hint("did you mean 'input." + text + "'?");
    }
    List<String> visible = visible();
    comparisons += visible.size();
    Optional<String> near =
        comparisons <= MOST_COMPARISONS ? Nearest.of(text, visible) : Optional.empty();
    // The author meant it, so that it is not unused.
    near.ifPresent(read::add);
    return near.map(meant -> diagnostic.hint("did you mean '" + meant + "'?")).orElse(diagnostic);
  }

  /// What is to be said of a name whose block is over.
  Optional<Diagnostic> over(Name name) {
    return Optional.ofNullable(gone.get(name.text()))
        .map(once ->
            Code.UNKNOWN_NAME
                .at("'" + name.text() + "' is known only in its own block", name.span())
                .related("it belongs to this", once.span()));
  }

  private List<String> visible() {
    List<String> all = new ArrayList<>(locals.keySet());
    regions.forEach(
        region -> region.keySet().stream().filter(n -> flow.find(n).isPresent()).forEach(all::add));
    all.add("input");
    all.add("run");
    if (callback) {
      all.add("callback");
    }
    return all;
  }

  /// Checks a name that is local to a block or a macro.
  private void bind(Name name, String what) {
    if (!Words.check(name, what, report)) {
      return;
    }
    Local outer = locals.get(name.text());
    Name hidden = outer == null ? null : outer.name();
    for (Map<String, Name> region : regions) {
      hidden = hidden == null ? region.get(name.text()) : hidden;
    }
    if (hidden != null) {
      report.add(
          Code.DUPLICATE_NAME
              .at("'" + name.text() + "' would hide a variable of that name", name.span())
              .related("that one", hidden.span())
              .hint("choose another name"));
      read.add(name.text());
    }
  }

  /// Runs `body` with a loop or catch variable in scope. One that hides another is there all the
  /// same, so that nothing more is said of it.
  void withLocal(Name name, Type type, boolean caught, Runnable body) {
    bind(name, caught ? "a catch variable" : "a loop variable");
    Local before = locals.put(name.text(), new Local(name, caught));
    Optional<Fact> fact = flow.find(name.text());
    flow.set(name.text(), new Fact(type, true));
    body.run();
    if (before == null) {
      locals.remove(name.text());
    } else {
      locals.put(name.text(), before);
    }
    fact.ifPresentOrElse(it -> flow.set(name.text(), it), () -> flow.forget(name.text()));
    gone.putIfAbsent(name.text(), name);
  }

  /// Runs `body` with `callback` in scope; the caller takes the flow back.
  void withCallback(Runnable body) {
    boolean before = callback;
    callback = true;
    flow.set("callback", new Fact(Given.CALLBACK, true));
    body.run();
    callback = before;
  }

  /// Runs `body` as one of the branches whose names `owners` tells.
  void inBranch(Map<String, Owner> owners, int index, Runnable body) {
    branches.push(new Branch(owners, index));
    body.run();
    branches.pop();
  }

  /// Which of several branches, with the names that each assigns, owns a name.
  static Map<String, Owner> owners(List<Map<String, Name>> all) {
    Map<String, Owner> owners = new HashMap<>();
    for (int i = 0; i < all.size(); i++) {
      int branch = i;
      all.get(i)
          .forEach((name, first) -> owners.merge(name, new Owner(branch, first), (one, _) -> one));
    }
    return owners;
  }

  /// Runs `body` as an item of a `for … parallel`, whose own variables are `mine`.
  void inItem(Map<String, Name> mine, Runnable body) {
    mine.values().forEach(this::readOnly);
    regions.push(mine);
    body.run();
    regions.pop();
    mine.forEach(gone::putIfAbsent);
  }

  private void readOnly(Name name) {
    Local local = locals.get(name.text());
    Name outer = local == null ? null : local.name();
    for (Map<String, Name> region : regions) {
      outer = outer == null ? region.get(name.text()) : outer;
    }
    if (outer != null) {
      report.add(
          Code.BRANCH_CONFLICT
              .at(
                  "an item of a parallel 'for' cannot assign '"
                      + name.text()
                      + "', which lives outside of it",
                  name.span())
              .related("outside it is this", outer.span())
              .hint("choose another name here, and 'yield' what the loop should give"));
    }
  }

  /// Tells of variables that nothing reads.
  void reportUnused(Map<String, Name> variables) {
    variables.forEach((name, first) -> {
      if (!read.contains(name) && !name.startsWith("_") && Words.mayName(name)) {
        report.add(Code.UNUSED.at("nothing reads '" + name + "'", first.span()));
      }
    });
  }
}
