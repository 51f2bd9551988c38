package dev.flowstone.tests.simulation;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Writes random workflows that pass the analysis, over the whole language.
final class Generator {
  /// What every generated workflow takes.
  static final String INPUT = "input {\n  size: int\n  flag: bool\n  items: [int]\n}\n";

  private static final int DEPTH = 3;

  private final Draw draw;
  private final Set<Construct> allowed = EnumSet.allOf(Construct.class);
  private final List<String> children;
  private final RandomExpressions exprs;
  private final RandomClauses clauses;
  private final Blocks blocks;
  private final StringBuilder out = new StringBuilder();
  private int indent;
  private int names;
  private int left;

  /// Where a statement stands, as far as that decides what it may be. `error` is a catch variable
  /// in sight, or empty.
  record Place(
      boolean breakable, boolean yields, boolean branch, boolean last, String error, int depth) {
    static final Place TOP = new Place(false, false, false, false, "", 0);

    Place deeper() {
      return new Place(breakable, yields, branch, last, error, depth + 1);
    }

    Place in(boolean nowBreakable, boolean nowYields, boolean nowBranch) {
      return new Place(nowBreakable, nowYields, nowBranch, last, error, depth + 1);
    }

    Place inFinally() {
      return new Place(false, false, branch, true, error, depth + 1);
    }

    Place catching(String variable) {
      return new Place(breakable, yields, branch, last, variable, depth + 1);
    }
  }

  /// `children` are the workflows that it may call.
  Generator(Draw draw, List<String> children) {
    this.draw = draw;
    this.children = children;
    this.exprs = new RandomExpressions(draw);
    this.clauses = new RandomClauses(draw, exprs);
    this.blocks = new Blocks(this, draw, exprs);
  }

  /// A whole workflow of about `size` statements.
  String workflow(String name, int size) {
    left = size;
    out.append("workflow ").append(name).append("\n\n").append(INPUT);
    if (draw.chance(25)) {
      out.append("timeout ").append(draw.any("30s", "10m", "3h", "2d")).append('\n');
    }
    out.append("retry steady = ").append(clauses.policy()).append('\n');
    if (draw.chance(20)) {
      out.append("default retry ").append(clauses.policy()).append('\n');
    }
    if (draw.chance(20)) {
      out.append("default timeout 20s\n");
    }
    out.append('\n');
    Sight sight = Sight.empty();
    boolean open = true;
    while (open && left > 0) {
      open = statement(sight, Place.TOP);
    }
    if (open) {
      line("return " + exprs.anything(sight));
    }
    return out.toString();
  }

  // What the parts of a workflow are written with

  String fresh(String stem) {
    return stem + names++;
  }

  void line(String text) {
    out.append("  ".repeat(indent)).append(text).append('\n');
  }

  void open(String text) {
    line(text);
    indent++;
  }

  void close(String text) {
    indent--;
    line(text);
  }

  /// From one block of a construct to the next.
  void turn(String text) {
    close(text);
    indent++;
  }

  /// Some statements; whether control gets past the last of them. `ends` tells that it has to.
  boolean block(Sight sight, Place place, boolean ends) {
    int count = draw.between(1, 3);
    for (int i = 0; i < count; i++) {
      boolean last = i + 1 == count && !ends;
      if (last && draw.chance(place.breakable() ? 50 : 20)) {
        if (leave(sight, place)) {
          return false;
        }
      }
      if (!statement(sight, place, false)) {
        throw new IllegalStateException("a statement that may not leave did");
      }
    }
    return true;
  }

  private boolean statement(Sight sight, Place place) {
    return statement(sight, place, place.depth() == 0);
  }

  /// One statement, where `leaving` perhaps one that control does not get past.
  private boolean statement(Sight sight, Place place, boolean leaving) {
    left--;
    if (leaving && draw.chance(4) && leave(sight, place)) {
      return false;
    }
    List<Construct> fitting = new ArrayList<>();
    for (Construct each : allowed) {
      for (int i = 0; i < weight(each, place); i++) {
        fitting.add(each);
      }
    }
    write(draw.of(fitting), sight, place);
    return true;
  }

  private int weight(Construct construct, Place place) {
    boolean deep = place.depth() >= DEPTH || left <= 0;
    return switch (construct) {
      case STEP -> 14;
      case ASSIGN, WAIT -> 2;
      case WAIT_UNTIL, COMMIT -> construct == Construct.COMMIT && place.last() ? 0 : 1;
      case WAIT_FOR, POLL -> 3;
      case ROLLBACK -> place.last() ? 0 : 1;
      case CALL, START -> children.isEmpty() ? 0 : construct == Construct.CALL ? 6 : 2;
      case IF, SCOPE, WHILE, FOR, TRY, PARALLEL, FOR_PARALLEL -> deep ? 0 : 3;
      case MATCH -> deep ? 0 : 2;
      case YIELD, BREAK, CONTINUE, FAIL, RETURN -> 0; // they end a block
      case COMPENSATE, NOTIFY, AT_MOST_ONCE -> 0; // they belong to others
    };
  }

  private void write(Construct construct, Sight sight, Place place) {
    switch (construct) {
      case STEP -> step(sight);
      case ASSIGN -> assign(sight);
      case WAIT -> line("wait " + exprs.duration(sight));
      case WAIT_UNTIL ->
          line("wait until " + draw.any("run.started_at", "run.time") + " + " + exprs.pause());
      case WAIT_FOR -> await(sight, place);
      case POLL -> poll(sight);
      case CALL -> call(sight);
      case START -> line(fresh("s") + " = start " + child() + input(sight));
      case ROLLBACK -> line("rollback");
      case COMMIT -> line("commit");
      case IF -> blocks.choose(sight, place);
      case MATCH -> blocks.match(sight, place);
      case SCOPE -> blocks.scope(sight, place);
      case WHILE -> blocks.repeat(sight, place);
      case FOR -> blocks.items(sight, place);
      case FOR_PARALLEL -> blocks.parallelItems(sight, place);
      case PARALLEL -> blocks.parallel(sight, place);
      case TRY -> blocks.attempt(sight, place);
      case YIELD, BREAK, CONTINUE, FAIL, RETURN, COMPENSATE, NOTIFY, AT_MOST_ONCE ->
          throw new IllegalStateException(construct + " does not stand alone");
    }
  }

  private void step(Sight sight) {
    String name = fresh("x");
    line(name + " = step " + clauses.handler() + "(of: " + exprs.anything(sight) + ")");
    indent += 2;
    clauses.step(sight, name).forEach(this::line);
    indent -= 2;
    sight.addRecord(name);
  }

  private void assign(Sight sight) {
    boolean again = !sight.mine().isEmpty() && draw.chance(50);
    String name = again ? draw.of(sight.mine()) : fresh("n");
    line(name + " = " + exprs.number(sight));
    if (!again) {
      sight.addNumber(name);
    }
  }

  private void await(Sight sight, Place place) {
    String name = fresh("w");
    String signal = draw.any("go", "go", "ok", "news");
    boolean named = draw.chance(60);
    line((named ? name + " = " : "") + "wait for " + signal);
    indent += 2;
    line("timeout " + exprs.duration(sight));
    if (draw.chance(25)) {
      line("heartbeat " + draw.any("30s", "5m"));
    }
    if (draw.chance(50)) {
      clauses.notification(sight).forEach(this::line);
    }
    if (draw.chance(40)) {
      open("on timeout {");
      Sight late = sight.copy();
      boolean ends = block(late, place.deeper(), false);
      if (ends && named) {
        line(name + " = { n: 0, ok: false, kind: \"late\", list: [] }");
      }
      close("}");
    }
    indent -= 2;
    if (named) {
      sight.addRecord(name);
    }
  }

  private void poll(Sight sight) {
    String name = fresh("p");
    line(name + " = poll " + clauses.handler() + arguments(sight));
    indent += 2;
    if (draw.chance(50)) {
      line(clauses.retry());
    }
    line("every " + draw.any("1s", "10s", "1m"));
    line("until " + name + draw.any(".ok", ".n > 1", ".kind == \"a\""));
    line("timeout " + draw.any("5s", "2m", "1h"));
    indent -= 2;
    sight.addRecord(name);
  }

  private void call(Sight sight) {
    String name = fresh("c");
    line(name + " = call " + child() + input(sight));
    indent += 2;
    if (draw.chance(30)) {
      line("timeout " + draw.any("10s", "10m", "2h"));
    }
    if (draw.chance(50)) {
      line("compensate undo.sure(of: " + name + ")");
    }
    indent -= 2;
  }

  private String child() {
    return draw.chance(4) ? "nobody" : draw.of(children);
  }

  /// Now and then one that is refused.
  private String input(Sight sight) {
    return draw.chance(4) ? "(size: \"much\")" : arguments(sight);
  }

  private String arguments(Sight sight) {
    return "(size: " + exprs.number(sight) + ", flag: " + exprs.condition(sight) + ", items: [1])";
  }

  /// A statement that ends its block, where one may stand here.
  private boolean leave(Sight sight, Place place) {
    List<String> ways = new ArrayList<>();
    if (allowed.contains(Construct.FAIL)) {
      ways.add("fail " + draw.any("Shaky", "Refused", "Odd"));
      ways.add("fail Refused \"no ${" + exprs.number(sight) + "}\" with { a: 1 }");
      if (!place.error().isEmpty()) {
        ways.add("fail " + place.error());
      }
    }
    if (allowed.contains(Construct.RETURN) && !place.branch() && !place.last()) {
      ways.add("return " + exprs.anything(sight));
    }
    if (place.breakable()) {
      if (allowed.contains(Construct.BREAK)) {
        ways.add("break");
        ways.add("break");
      }
      if (allowed.contains(Construct.CONTINUE)) {
        ways.add("continue");
        ways.add("continue");
      }
    }
    if (place.yields() && allowed.contains(Construct.YIELD)) {
      ways.add("yield " + exprs.anything(sight));
    }
    if (ways.isEmpty()) {
      return false;
    }
    line(draw.of(ways));
    return true;
  }
}
