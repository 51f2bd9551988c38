package dev.flowstone.grammar.analysis;

import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.Suite;
import dev.flowstone.grammar.ast.SuiteLine;
import dev.flowstone.grammar.ast.SuiteLine.Answer;
import dev.flowstone.grammar.ast.SuiteLine.Expectation;
import dev.flowstone.grammar.ast.SuiteLine.Failing;
import dev.flowstone.grammar.ast.SuiteLine.Incident;
import dev.flowstone.grammar.ast.SuiteLine.Reaction;
import dev.flowstone.grammar.check.Checked;
import dev.flowstone.grammar.check.Checker;
import dev.flowstone.grammar.check.Scope;
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Nearest;
import dev.flowstone.grammar.source.Span;
import dev.flowstone.grammar.type.Type;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Goes through a test file line by line: which names there are, which line stands where it may
/// not, and whether the workflow has what is named of it.
final class SuiteWalk {

  /// The arguments of a call, for what it returns.
  static final String ARGUMENTS = "args";

  private static final Map<String, Type> CALL = Map.of(ARGUMENTS, Type.Simple.ANY);
  private static final Map<String, Type> END =
      Map.of(
          "result", Type.Simple.ANY,
          "error", Type.Simple.ANY,
          "status", Type.Simple.STRING,
          "time", Type.Simple.DURATION);
  private static final Set<String> STATUSES =
      Set.of(
          "succeeded",
          "failed",
          "timed_out",
          "cancelled",
          "terminated",
          "compensation_failed",
          "waiting",
          "paused");

  private final Report report;
  private final Optional<SuiteNames> workflow;
  private final Compiled compiled = new Compiled();
  private final Map<String, Type> names = new LinkedHashMap<>();
  private final Map<String, Span> made = new HashMap<>();
  private final Map<String, Span> titles = new HashMap<>();
  private final Map<String, Span> single = new HashMap<>();

  SuiteWalk(Report report, Optional<SuiteNames> workflow) {
    this.report = report;
    this.workflow = workflow;
  }

  Compiled compiled() {
    return compiled;
  }

  void suite(Suite suite) {
    boolean begun = false;
    for (SuiteLine line : suite.lines()) {
      if (line instanceof SuiteLine.Case one) {
        begun = true;
        test(one);
      } else {
        shared(line, begun);
        line(line);
      }
    }
  }

  private void shared(SuiteLine line, boolean begun) {
    boolean inside = line instanceof SuiteLine.Happening || line instanceof SuiteLine.Expect;
    if (inside) {
      report.add(
          Code.MISPLACED_PART
              .at("this belongs to one test, and stands outside of all", line.span())
              .hint("write it in the braces of a test: test \"…\" { … }"));
    } else if (begun) {
      report.add(
          Code.LATE_DECLARATION.at(
              "what holds for every test stands above the first of them", line.span()));
    }
  }

  private void test(SuiteLine.Case one) {
    Span before = titles.putIfAbsent(one.title(), one.span());
    if (before != null) {
      report.add(
          Code.DUPLICATE_NAME
              .at("two tests are called \"" + one.title() + "\"", one.span())
              .related("the first is here", before));
    }
    Map<String, Type> outer = new LinkedHashMap<>(names);
    Map<String, Span> outerMade = new HashMap<>(made);
    Map<String, Span> outerSingle = new HashMap<>(single);
    single.clear();
    for (SuiteLine line : one.lines()) {
      if (line instanceof SuiteLine.Case) {
        report.add(Code.MISPLACED_PART, "a test cannot stand in another", line.span());
      } else {
        line(line);
      }
    }
    names.clear();
    names.putAll(outer);
    made.clear();
    made.putAll(outerMade);
    single.clear();
    single.putAll(outerSingle);
  }

  private void line(SuiteLine line) {
    switch (line) {
      case SuiteLine.Case _ -> {}
      case SuiteLine.Assign it -> assign(it);
      case SuiteLine.Input it -> {
        once("input", it.span());
        check(it.value(), Map.of(), Optional.empty());
      }
      case SuiteLine.Clock it -> {
        once("clock", it.span());
        check(it.instant(), Map.of(), Optional.of(Type.Simple.TIMESTAMP));
      }
      case SuiteLine.Given it -> given(it);
      case SuiteLine.Happening it -> {
        incident(it.incident(), it.child().isPresent());
        it.child().ifPresent(child -> child(it.incident(), child));
      }
      case SuiteLine.Expect it -> expectation(it.expectation());
    }
  }

  private void once(String word, Span span) {
    Span before = single.putIfAbsent(word, span);
    if (before != null) {
      report.add(
          Code.DUPLICATE_PART
              .at("'" + word + "' is there twice", span)
              .related("the first is here", before));
    }
  }

  private void assign(SuiteLine.Assign line) {
    String name = line.target().text();
    Checked checked = check(line.value(), Map.of(), Optional.empty());
    Span before = made.putIfAbsent(name, line.target().span());
    if (before != null) {
      report.add(
          Code.DUPLICATE_NAME
              .at("'" + name + "' has a value already", line.target().span())
              .related("it is given here", before));
    }
    if (CALL.containsKey(name) || END.containsKey(name)) {
      report.add(
          Code.RESERVED_NAME.at(
              "'" + name + "' means something in every test and cannot be the name of a value",
              line.target().span()));
    }
    names.put(name, checked.type());
  }

  private void given(SuiteLine.Given line) {
    target(line.workflow(), line.target());
    line.arguments().ifPresent(it -> arguments(line.workflow(), line.target(), it));
    for (SuiteLine.Behaviour behaviour : line.behaviours()) {
      switch (behaviour.reaction()) {
        case Reaction.Returns(Expr value) -> check(value, CALL, Optional.empty());
        case Reaction.Fails(boolean _, Failing error) -> failing(error);
        case Reaction.Real(), Reaction.Hangs(), Reaction.Crashes() -> {}
      }
    }
  }

  private void child(Incident incident, Name child) {
    if (incident instanceof Incident.Crash) {
      report.add(
          Code.MISPLACED_PART
              .at("a host dies with all that it runs", child.span())
              .hint("write crash alone"));
    } else {
      target(true, child);
    }
  }

  /// Which signals a child waits for is known only when it runs.
  private void incident(Incident incident, boolean ofChild) {
    var signals = workflow.filter(_ -> !ofChild).map(SuiteNames::signals);
    switch (incident) {
      case Incident.Signal(Name name, Optional<Expr> payload) -> {
        known(name, "signal", signals);
        payload.ifPresent(this::value);
      }
      case Incident.Callback(Name signal, Answer answer) -> {
        known(signal, "signal", signals);
        switch (answer) {
          case Answer.Completes(Optional<Expr> payload) -> payload.ifPresent(this::value);
          case Answer.Fails(Failing error) -> failing(error);
          case Answer.Beats() -> {}
        }
      }
      case Incident.Cancel(Optional<Expr> reason) -> reason.ifPresent(this::text);
      case Incident.Terminate(Optional<Expr> reason) -> reason.ifPresent(this::text);
      case Incident.Redrive(), Incident.Pause(), Incident.Resume(), Incident.Crash() -> {}
    }
  }

  private void expectation(Expectation expectation) {
    switch (expectation) {
      case Expectation.Result(boolean _, Expr value) -> value(value);
      case Expectation.Error(Failing error) -> failing(error);
      case Expectation.Status(Name status) -> status(status);
      case Expectation.Steps(List<Name> handlers, Span _) -> listed(handlers);
      case Expectation.Undone(List<Name> handlers, Span _) -> listed(handlers);
      case Expectation.Called called -> {
        target(called.workflow(), called.target());
        called.arguments().ifPresent(it -> arguments(called.workflow(), called.target(), it));
      }
      case Expectation.Time(var from, var to) -> {
        if (from.value().compareTo(to.value()) > 0) {
          report.add(
              Code.OUT_OF_BOUNDS.at(
                  "a time goes from a shorter duration to a longer one", from.span()));
        }
      }
      case Expectation.That(Expr condition) -> check(condition, END, Optional.of(Type.Simple.BOOL));
    }
  }

  private void status(Name status) {
    if (!STATUSES.contains(status.text())) {
      report.add(
          Code.UNKNOWN_WORD
              .at("there is no status '" + status.text() + "'", status.span())
              .hint(
                  Nearest.hint(status.text(), STATUSES)
                      .orElse("a status is one of " + String.join(", ", sorted(STATUSES)))));
    }
  }

  private void listed(List<Name> handlers) {
    handlers.stream()
        .filter(name -> !name.text().equals(Expectation.OTHERS))
        .forEach(name -> target(false, name));
  }

  private void target(boolean child, Name name) {
    known(name, child ? "workflow to call" : "step", targets(child).map(Map::keySet));
  }

  /// The workflows that are called, or the handlers where all are known: those of children count
  /// too.
  private Optional<Map<String, Set<String>>> targets(boolean children) {
    return children
        ? workflow.map(SuiteNames::children)
        : workflow.filter(SuiteNames::whole).map(SuiteNames::handlers);
  }

  /// What a test says of a call whose arguments include some: no call includes another name.
  private void arguments(boolean child, Name target, Expr arguments) {
    value(arguments);
    Optional<Set<String>> known =
        targets(child).flatMap(all -> Optional.ofNullable(all.get(target.text())));
    if (known.isEmpty() || !(arguments instanceof Expr.MapLiteral map)) {
      return;
    }
    for (Expr.Entry entry : map.entries()) {
      if (entry.key() instanceof Expr.Text(String name, boolean _, Span span)
          && !known.get().contains(name)) {
        report.add(
            Code.UNKNOWN_NAME
                .at("no call of " + target.text() + " has an argument '" + name + "'", span)
                .hint(Nearest.hint(name, known.get()).orElse(has(known.get()))));
      }
    }
  }

  private static String has(Set<String> all) {
    return all.isEmpty() ? "it has none" : "it has " + String.join(", ", sorted(all));
  }

  private void known(Name name, String what, Optional<Set<String>> all) {
    if (all.isPresent() && !all.get().contains(name.text())) {
      report.add(
          Code.UNKNOWN_NAME
              .at("the workflow has no " + what + " '" + name.text() + "'", name.span())
              .hint(Nearest.hint(name.text(), all.get()).orElse(has(all.get()))));
    }
  }

  private static List<String> sorted(Set<String> words) {
    return words.stream().sorted().toList();
  }

  private void failing(Failing error) {
    error.message().ifPresent(this::text);
    error.data().ifPresent(this::value);
  }

  private void value(Expr expr) {
    check(expr, Map.of(), Optional.empty());
  }

  private void text(Expr expr) {
    check(expr, Map.of(), Optional.of(Type.Simple.STRING));
  }

  private Checked check(Expr expr, Map<String, Type> more, Optional<Type> wanted) {
    Map<String, Type> scope = new HashMap<>(names);
    scope.putAll(more);
    for (Name name : FreeNames.of(expr).free()) {
      if (!scope.containsKey(name.text())) {
        report.add(
            Code.UNKNOWN_NAME
                .at("nothing here is called '" + name.text() + "'", name.span())
                .hint(
                    Nearest.hint(name.text(), scope.keySet())
                        .orElse("give it a value above: " + name.text() + " = …")));
        scope.put(name.text(), Type.Simple.ANY);
      }
    }
    Scope visible = Scope.of(scope);
    Checked checked =
        wanted
            .map(type -> Checker.check(expr, visible, type))
            .orElseGet(() -> Checker.check(expr, visible));
    checked.diagnostics().forEach(report::add);
    compiled.put(expr, checked.expression());
    return checked;
  }
}
