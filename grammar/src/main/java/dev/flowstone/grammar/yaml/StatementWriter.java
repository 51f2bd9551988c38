package dev.flowstone.grammar.yaml;

import dev.flowstone.grammar.ast.Block;
import dev.flowstone.grammar.ast.Clause;
import dev.flowstone.grammar.ast.Invocation;
import dev.flowstone.grammar.ast.Join;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.Statement;
import dev.flowstone.grammar.ast.Trivia;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Writes statements: each a map with its head first and its name last.
final class StatementWriter {

  private final ValueWriter values;

  StatementWriter(ValueWriter values) {
    this.values = values;
  }

  Out block(Block block) {
    List<Out.Item> items =
        block.statements().stream().map(s -> new Out.Item(statement(s), s.trivia())).toList();
    return new Out.Sequence(items, true, block.closingComments());
  }

  private Out statement(Statement statement) {
    return switch (statement) {
      case Statement.Assign s -> {
        Out.Pair pair =
            new Out.Pair(YamlPrinter.name(s.target()), values.value(s.value()), Trivia.NONE);
        yield head("set", new Out.Mapping(List.of(pair), false)).block();
      }
      case Statement.Step s -> calling("step", s.call(), s.clauses(), s.target());
      case Statement.Poll s -> calling("poll", s.call(), s.clauses(), s.target());
      case Statement.Call s -> calling("call", s.call(), s.clauses(), s.target());
      case Statement.Start s -> calling("start", s.call(), List.of(), s.target());
      case Statement.Wait s -> head("wait", values.duration(s.duration())).block();
      case Statement.WaitUntil s -> head("wait_until", values.computed(s.instant())).block();
      case Statement.WaitFor s ->
          head("wait_for", YamlPrinter.name(s.signal()))
              .addAll(clauses(s.clauses()))
              .add("as", s.target().map(YamlPrinter::name))
              .block();
      case Statement.Yield s -> head("yield", values.value(s.value())).block();
      case Statement.Return s ->
          s.value()
              .<Out>map(v -> head("return", values.value(v)).block())
              .orElse(Out.word("return"));
      case Statement.Break _ -> Out.word("break");
      case Statement.Continue _ -> Out.word("continue");
      case Statement.Rollback _ -> Out.word("rollback");
      case Statement.Commit _ -> Out.word("commit");
      case Statement.Fail s ->
          head("fail", YamlPrinter.name(s.error()))
              .add("message", s.message().map(values::value))
              .add("with", s.data().map(values::value))
              .block();
      case Statement.Scope s -> head("scope", block(s.body())).block();
      case Statement.Parallel s -> parallel(s);
      case Statement.For s -> loop(s);
      case Statement.If s -> condition(s);
      case Statement.Match s -> match(s);
      case Statement.While s ->
          head("while", values.bare(s.condition()))
              .add("max", Out.word(Integer.toString(s.max())))
              .add("do", block(s.body()))
              .block();
      case Statement.Try s -> attempt(s);
    };
  }

  private static Out.Pairs head(String key, Out value) {
    return new Out.Pairs().add(key, value);
  }

  private Out calling(String key, Invocation call, List<Clause> clauses, Optional<Name> target) {
    return invocation(key, call)
        .addAll(clauses(clauses))
        .add("as", target.map(YamlPrinter::name))
        .block();
  }

  private Out.Pairs invocation(String key, Invocation call) {
    Out.Pairs pairs = head(key, YamlPrinter.name(call.target()));
    List<Out.Pair> arguments = new ArrayList<>();
    for (Invocation.Argument argument : call.arguments()) {
      Out.Leaf name = Quoting.raw(argument.name().text());
      arguments.add(new Out.Pair(name, values.value(argument.value()), argument.trivia()));
    }
    return arguments.isEmpty() ? pairs : pairs.add("with", new Out.Mapping(arguments, false));
  }

  private List<Out.Pair> clauses(List<Clause> clauses) {
    return clauses.stream().map(this::clause).toList();
  }

  Out.Pair clause(Clause clause) {
    return switch (clause) {
      case Clause.Retry c -> Out.pair("retry", retry(c), c.trivia());
      case Clause.AtMostOnce c -> Out.pair("at_most_once", Out.word("true"), c.trivia());
      case Clause.Every c -> Out.pair("every", values.duration(c.interval()), c.trivia());
      case Clause.Until c -> Out.pair("until", values.bare(c.condition()), c.trivia());
      case Clause.Timeout c -> Out.pair("timeout", values.duration(c.duration()), c.trivia());
      case Clause.Heartbeat c -> Out.pair("heartbeat", Out.word(c.interval().text()), c.trivia());
      case Clause.Notify c -> Out.pair("notify", call(c.call(), c.clauses()), c.trivia());
      case Clause.Compensate c -> Out.pair("compensate", call(c.call(), c.clauses()), c.trivia());
      case Clause.OnTimeout c -> Out.pair("on_timeout", block(c.block()), c.trivia());
    };
  }

  private static Out retry(Clause.Retry retry) {
    return retry
        .policy()
        .<Out>map(YamlPrinter::name)
        .orElseGet(() -> retry.inline().map(YamlPrinter::policy).orElse(Out.word("{}")));
  }

  private Out call(Invocation call, List<Clause> clauses) {
    return invocation("step", call).addAll(clauses(clauses)).flow();
  }

  private Out parallel(Statement.Parallel s) {
    List<Out.Item> branches = new ArrayList<>();
    for (Statement.Branch branch : s.branches()) {
      if (branch.group() || branch.block().statements().size() != 1) {
        branches.add(new Out.Item(head("group", block(branch.block())).block(), branch.trivia()));
      } else {
        Statement only = branch.block().statements().getFirst();
        branches.add(
            new Out.Item(statement(only), YamlPrinter.above(branch.trivia(), only.trivia())));
      }
    }
    return head("parallel", new Out.Sequence(branches, true, List.of()))
        .add("max", number(s.max()))
        .add("join", join(s.join()))
        .add("as", s.target().map(YamlPrinter::name))
        .block();
  }

  private static Optional<Out> number(OptionalInt number) {
    return number.isPresent()
        ? Optional.of(Out.word(Integer.toString(number.getAsInt())))
        : Optional.empty();
  }

  private static Optional<Out> join(Join join) {
    return switch (join) {
      case Join.All _ -> Optional.empty();
      case Join.Settle _ -> Optional.of(Out.word("settle"));
      case Join.First first ->
          Optional.of(head("first", Out.word(Integer.toString(first.count()))).flow());
      case Join.Tolerate tolerate ->
          Optional.of(
              head(
                      "tolerate",
                      Out.word(amount(tolerate.amount()) + (tolerate.percent() ? "%" : "")))
                  .flow());
    };
  }

  /// Without a fraction where there is none.
  private static String amount(double amount) {
    return new java.math.BigDecimal(Double.toString(amount)).stripTrailingZeros().toPlainString();
  }

  private Out loop(Statement.For s) {
    return head("for", YamlPrinter.name(s.item()))
        .add("in", values.bare(s.items()))
        .add("parallel", number(s.parallel()))
        .add("join", join(s.join()))
        .add("do", block(s.body()))
        .add("as", s.target().map(YamlPrinter::name))
        .block();
  }

  private Out condition(Statement.If s) {
    Statement.Arm first = s.arms().getFirst();
    List<Out.Item> more = new ArrayList<>();
    for (Statement.Arm arm : s.arms().subList(1, s.arms().size())) {
      more.add(new Out.Item(arm(arm).block(), Trivia.NONE));
    }
    Optional<Out> elif =
        more.isEmpty() ? Optional.empty() : Optional.of(new Out.Sequence(more, true, List.of()));
    return arm(first).add("elif", elif).add("else", s.otherwise().map(this::block)).block();
  }

  private Out.Pairs arm(Statement.Arm arm) {
    return head("if", values.bare(arm.condition())).add("then", block(arm.block()));
  }

  private Out match(Statement.Match s) {
    List<Out.Item> cases = new ArrayList<>();
    for (Statement.Case one : s.cases()) {
      List<Out.Item> alternatives =
          one.values().stream().map(v -> new Out.Item(values.value(v), Trivia.NONE)).toList();
      Out out =
          head("case", new Out.Sequence(alternatives, false, List.of()))
              .add("do", block(one.block()))
              .block();
      cases.add(new Out.Item(out, one.trivia()));
    }
    return head("match", values.bare(s.subject()))
        .add("cases", new Out.Sequence(cases, true, List.of()))
        .add("else", s.otherwise().map(this::block))
        .block();
  }

  private Out attempt(Statement.Try s) {
    List<Out.Item> catches = new ArrayList<>();
    for (Statement.Catch one : s.catches()) {
      Out out =
          new Out.Pairs()
              .add("errors", YamlPrinter.names(one.errors()))
              .add("as", one.variable().map(YamlPrinter::name))
              .add("do", block(one.block()))
              .block();
      catches.add(new Out.Item(out, one.trivia()));
    }
    Optional<Out> caught =
        catches.isEmpty()
            ? Optional.empty()
            : Optional.of(new Out.Sequence(catches, true, List.of()));
    return head("try", block(s.body()))
        .add("catch", caught)
        .add("finally", s.last().map(this::block))
        .block();
  }
}
