package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.ast.Block;
import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.Statement;
import dev.flowstone.grammar.program.Expression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A workflow and revisions of it, each with one statement more than the one before, and which
/// blocks and statements are the same in all of them.
final class Versions {
  private static final int REVISIONS = 2;
  private static final int TRIES = 5;

  /// Where a version has a statement that the one before has not: the number of its block, and how
  /// many statements stand before it there.
  record Insertion(int block, int index) {}

  /// Where a block is: inside of which statement of which block, as the how manyth.
  record Home(int block, int index, int part) {}

  private final List<Written> all = new ArrayList<>();
  private final List<Insertion> insertions = new ArrayList<>();
  private final IdentityHashMap<Object, Integer> numbers = new IdentityHashMap<>();
  private final List<Map<Integer, Block>> blocks = new ArrayList<>();
  private final List<Map<Integer, Home>> homes = new ArrayList<>();
  private int numbered;

  /// What is inserted where depends on the text alone.
  static Versions of(Written first) {
    Versions versions = new Versions();
    versions.add(first, new IdentityHashMap<>());
    Draw draw = Draw.of(1, first.text());
    for (int i = 0; i < REVISIONS; i++) {
      versions.revise(draw);
    }
    return versions;
  }

  private void revise(Draw draw) {
    Written last = all.getLast();
    List<Home> places = places();
    for (int i = 0; i < TRIES; i++) {
      Home place = draw.of(places);
      Block block = block(last, place.block());
      String inserted = statement(draw);
      Optional<Written> revised = Written.read(with(last.text(), block, place.index(), inserted));
      if (revised.isPresent() && !isAmbiguous(inserted, block, place.index())) {
        Insertion insertion = new Insertion(place.block(), place.index());
        IdentityHashMap<Object, Integer> known = new IdentityHashMap<>();
        align(last.tree().body(), revised.get().tree().body(), insertion, known);
        insertions.add(insertion);
        add(revised.get(), known);
        return;
      }
    }
  }

  /// Before which statement of which block something could be inserted.
  private List<Home> places() {
    List<Home> places = new ArrayList<>();
    blocks
        .getLast()
        .forEach((number, block) -> {
          for (int i = 0; i <= block.statements().size(); i++) {
            places.add(new Home(number, i, 0));
          }
        });
    return places;
  }

  private String statement(Draw draw) {
    String name = "m" + all.size();
    return draw.any(
        name + " = 7",
        name + " = step work.sure(of: 1)",
        name + " = step work.shaky(of: 2)",
        name + " = step work.sure(of: 3)\n  compensate undo.sure(of: " + name + ")",
        "if input.flag {\n  " + name + " = step work.sure(of: 4)\n}",
        "scope {\n  " + name + " = step work.sure(of: 5)\n}");
  }

  /// Of two blocks of one kind nobody can say which of them is the one that stood there alone: they
  /// have no names.
  private static boolean isAmbiguous(String inserted, Block block, int index) {
    List<Statement> behind = block.statements().subList(index, block.statements().size());
    return behind.stream()
        .anyMatch(statement ->
            switch (statement) {
              case Statement.Scope _ -> inserted.startsWith("scope");
              case Statement.If _ -> inserted.startsWith("if");
              default -> false;
            });
  }

  private static String with(String text, Block block, int index, String statement) {
    List<Statement> statements = block.statements();
    if (statements.isEmpty()) {
      return ""; // no text at all is no workflow
    }
    boolean last = index == statements.size();
    int at = last ? statements.getLast().span().end() : statements.get(index).span().start();
    String more = last ? "\n" + statement : statement + "\n";
    return text.substring(0, at) + more + text.substring(at);
  }

  /// What is the same in both gets the same number.
  private void align(
      Block old, Block now, Insertion insertion, IdentityHashMap<Object, Integer> known) {
    int number = number(old);
    known.put(now, number);
    for (int i = 0; i < old.statements().size(); i++) {
      boolean behind = insertion.block() == number && i >= insertion.index();
      Statement was = old.statements().get(i);
      Statement is = now.statements().get(behind ? i + 1 : i);
      known.put(is, number(was));
      List<Block> inside = Statements.blocks(was);
      for (int part = 0; part < inside.size(); part++) {
        align(inside.get(part), Statements.blocks(is).get(part), insertion, known);
      }
    }
  }

  private void add(Written written, IdentityHashMap<Object, Integer> known) {
    all.add(written);
    numbers.putAll(known);
    blocks.add(new HashMap<>());
    homes.add(new HashMap<>());
    number(written.tree().body(), new Home(-1, 0, 0));
  }

  private void number(Block block, Home home) {
    int number = numbers.computeIfAbsent(block, _ -> numbered++);
    blocks.getLast().put(number, block);
    homes.getLast().put(number, home);
    for (int i = 0; i < block.statements().size(); i++) {
      Statement statement = block.statements().get(i);
      numbers.computeIfAbsent(statement, _ -> numbered++);
      List<Block> inside = Statements.blocks(statement);
      for (int part = 0; part < inside.size(); part++) {
        number(inside.get(part), new Home(number, i, part));
      }
    }
  }

  /// All of them, the original first.
  List<Written> all() {
    return all;
  }

  /// The one of a hash.
  Written find(String version) {
    return all.stream()
        .filter(one -> one.stored().version().equals(version))
        .findFirst()
        .orElseThrow();
  }

  private int index(Written version) {
    return all.indexOf(version);
  }

  /// What a block or a statement of any version is known by.
  int number(Object node) {
    return Objects.requireNonNull(numbers.get(node));
  }

  /// The block of that number in a version.
  Block block(Written version, int number) {
    return Objects.requireNonNull(blocks.get(index(version)).get(number));
  }

  /// Whether a version has a block of that number.
  boolean has(Written version, int number) {
    return blocks.get(index(version)).containsKey(number);
  }

  /// Where the block of that number is in a version.
  Home home(Written version, int number) {
    return Objects.requireNonNull(homes.get(index(version)).get(number));
  }

  /// In what two versions differ that stand side by side.
  Optional<Insertion> between(Written one, Written other) {
    int first = Math.min(index(one), index(other));
    return Math.abs(index(one) - index(other)) == 1
        ? Optional.of(insertions.get(first))
        : Optional.empty();
  }

  /// The one of two versions that has more.
  Written longer(Written one, Written other) {
    return index(one) > index(other) ? one : other;
  }

  /// The id of a statement of any version.
  String id(Statement statement) {
    return all.stream().flatMap(one -> one.id(statement).stream()).findFirst().orElseThrow();
  }

  /// What an expression of any version compiles to.
  Expression expression(Expr expr) {
    return all.stream()
        .flatMap(one -> one.analysis().expressions().find(expr).stream())
        .findFirst()
        .orElseThrow();
  }
}
