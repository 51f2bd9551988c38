package dev.flowstone.lambda.aws;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What an update expression does with an item; every value is taken from the item as it was.
record Update(List<Action> actions) {

  sealed interface Action {

    DocumentPath path();

    record Put(DocumentPath path, Source value) implements Action {}

    record Remove(DocumentPath path) implements Action {}

    /// Adds a number to a number, or members to a set.
    record Add(DocumentPath path, Attribute value) implements Action {}

    /// Takes members out of a set.
    record Delete(DocumentPath path, Attribute value) implements Action {}
  }

  /// Where a value comes from.
  sealed interface Source {

    record Literal(Attribute value) implements Source {}

    record At(DocumentPath path) implements Source {}

    record IfMissing(DocumentPath path, Source otherwise) implements Source {}

    record Joined(Source left, Source right) implements Source {}

    record Sum(Source left, Source right, boolean minus) implements Source {}
  }

  List<DocumentPath> paths() {
    return actions.stream().map(Action::path).toList();
  }

  Map<String, Attribute> apply(Map<String, Attribute> item) {
    List<Attribute> values = new ArrayList<>();
    for (Action action : actions) {
      values.add(action instanceof Action.Put(_, Source value) ? value(value, item) : NOTHING);
    }
    Map<String, Attribute> changed = item;
    for (int i : inOrder()) {
      changed = apply(actions.get(i), values.get(i), changed);
    }
    return changed;
  }

  private static final Attribute NOTHING = new Attribute.Null();

  /// Puts first, to a list by rising positions, removals last and from the end of a list: positions
  /// mean the list as it was.
  private List<Integer> inOrder() {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < actions.size(); i++) {
      order.add(i);
    }
    order.sort(
        Comparator.comparingInt(i -> {
          Action action = actions.get(i);
          int position =
              action.path().last() instanceof DocumentPath.Step.Position(int index) ? index : 0;
          return action instanceof Action.Remove
              ? Integer.MAX_VALUE - position
              : position - Integer.MAX_VALUE;
        }));
    return order;
  }

  private static Map<String, Attribute> apply(
      Action action, Attribute value, Map<String, Attribute> item) {
    DocumentPath.Step last = action.path().last();
    return action
        .path()
        .replaceParent(
            item,
            parent -> {
              Optional<Attribute> old = DocumentPath.child(parent, last);
              return switch (action) {
                case Action.Put _ -> DocumentPath.put(parent, last, value);
                case Action.Remove _ -> DocumentPath.drop(parent, last);
                case Action.Add(_, Attribute more) ->
                    DocumentPath.put(parent, last, added(old, more));
                case Action.Delete(_, Attribute.Group less) ->
                    old.isEmpty()
                        ? DocumentPath.drop(parent, last)
                        : without(parent, last, old.get(), less);
                case Action.Delete _ -> throw incorrectType();
              };
            });
  }

  private static Attribute added(Optional<Attribute> old, Attribute more) {
    if (old.isEmpty()) {
      return more;
    }
    if (old.get() instanceof Attribute.Number(BigDecimal left)
        && more instanceof Attribute.Number(BigDecimal right)) {
      return AttributeJson.number(left.add(right));
    }
    if (old.get() instanceof Attribute.Group(String tag, Set<Attribute> members)
        && more instanceof Attribute.Group(String other, Set<Attribute> additions)
        && tag.equals(other)) {
      Set<Attribute> all = new LinkedHashSet<>(members);
      all.addAll(additions);
      return new Attribute.Group(tag, all);
    }
    throw incorrectType();
  }

  /// A set that loses its last member is no more.
  private static Attribute without(
      Attribute parent, DocumentPath.Step last, Attribute old, Attribute.Group less) {
    if (!(old instanceof Attribute.Group(String tag, Set<Attribute> members))
        || !tag.equals(less.tag())) {
      throw incorrectType();
    }
    Set<Attribute> left = new LinkedHashSet<>(members);
    left.removeAll(less.members());
    return left.isEmpty()
        ? DocumentPath.drop(parent, last)
        : DocumentPath.put(parent, last, new Attribute.Group(tag, left));
  }

  private static Attribute value(Source source, Map<String, Attribute> item) {
    return switch (source) {
      case Source.Literal(Attribute value) -> value;
      case Source.At(DocumentPath path) ->
          path.in(item)
              .orElseThrow(() ->
                  ServiceException.invalid(
                      "The provided expression refers to an attribute that does not exist in"
                          + " the item"));
      case Source.IfMissing(DocumentPath path, Source otherwise) ->
          path.in(item).orElseGet(() -> value(otherwise, item));
      case Source.Joined(Source left, Source right) -> {
        if (value(left, item) instanceof Attribute.Sequence(List<Attribute> head)
            && value(right, item) instanceof Attribute.Sequence(List<Attribute> tail)) {
          List<Attribute> all = new ArrayList<>(head);
          all.addAll(tail);
          yield new Attribute.Sequence(all);
        }
        throw incorrectType();
      }
      case Source.Sum(Source left, Source right, boolean minus) -> {
        if (value(left, item) instanceof Attribute.Number(BigDecimal a)
            && value(right, item) instanceof Attribute.Number(BigDecimal b)) {
          yield AttributeJson.number(minus ? a.subtract(b) : a.add(b));
        }
        throw incorrectType();
      }
    };
  }

  private static ServiceException incorrectType() {
    return ServiceException.invalid(
        "An operand in the update expression has an incorrect data type");
  }
}
