package dev.flowstone.grammar.yaml;

import dev.flowstone.grammar.ast.Trivia;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/// Which comment belongs to which entry of a document, and what has been said of it already.
///
/// Every comment is taken once: by the statement, clause or entry that it belongs to, or else by
/// the next larger thing that has a place for comments.
final class Comments {

  private static final class Held {
    boolean blankLineBefore;
    final List<String> above = new ArrayList<>();
    final List<String> beside = new ArrayList<>();
  }

  private final IdentityHashMap<Node.Holder, Held> held = new IdentityHashMap<>();
  private final IdentityHashMap<Node, List<String>> closing = new IdentityHashMap<>();

  void above(Node.Holder holder, String comment) {
    held(holder).above.add(comment);
  }

  void beside(Node.Holder holder, String comment) {
    held(holder).beside.add(comment);
  }

  void closing(Node collection, String comment) {
    closing.computeIfAbsent(collection, _ -> new ArrayList<>()).add(comment);
  }

  void blankLineBefore(Node.Holder holder) {
    held(holder).blankLineBefore = true;
  }

  boolean hasBlankLineBefore(Node.Holder holder) {
    Held of = held.get(holder);
    return of != null && of.blankLineBefore;
  }

  /// The comments above a holder, which are then taken.
  List<String> takeAbove(Node.Holder holder) {
    Held of = held.get(holder);
    return of == null ? List.of() : drained(of.above);
  }

  /// The first comment beside a holder, which is then taken; more can only come from values on
  /// several lines.
  Optional<String> takeBeside(Node.Holder holder) {
    Held of = held.get(holder);
    return of == null || of.beside.isEmpty()
        ? Optional.empty()
        : Optional.of(of.beside.removeFirst());
  }

  /// The comments before the end of a collection, which are then taken.
  List<String> takeClosing(Node collection) {
    List<String> of = closing.remove(collection);
    return of == null ? List.of() : of;
  }

  /// All comments of a holder and of everything in it that nobody has taken, in the order of the
  /// source.
  List<String> takeAll(Node.Holder holder) {
    List<String> all = new ArrayList<>(takeAbove(holder));
    Held of = held.get(holder);
    if (of != null) {
      all.addAll(drained(of.beside));
    }
    all.addAll(takeInside(holder.value()));
    return all;
  }

  /// All comments inside a node that nobody has taken, in the order of the source.
  List<String> takeInside(Node node) {
    List<String> all = new ArrayList<>();
    switch (node) {
      case Node.Scalar _ -> {}
      case Node.Sequence sequence -> sequence.items().forEach(item -> all.addAll(takeAll(item)));
      case Node.Mapping mapping -> mapping.entries().forEach(entry -> all.addAll(takeAll(entry)));
    }
    all.addAll(takeClosing(node));
    return all;
  }

  /// What surrounds something that consists of one holder: its own comments, and those in its value
  /// above.
  Trivia trivia(Node.Holder holder) {
    List<String> above = new ArrayList<>(takeAbove(holder));
    Optional<String> beside = takeBeside(holder);
    above.addAll(takeAll(holder));
    return new Trivia(hasBlankLineBefore(holder), above, beside);
  }

  private Held held(Node.Holder holder) {
    return held.computeIfAbsent(holder, _ -> new Held());
  }

  private static List<String> drained(List<String> list) {
    List<String> all = List.copyOf(list);
    list.clear();
    return all;
  }
}
