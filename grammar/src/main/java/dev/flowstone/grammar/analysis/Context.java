package dev.flowstone.grammar.analysis;

/// What surrounds a statement, as far as that decides where control may go from it.
///
/// @param loop the innermost loop, for `break` and `continue`
/// @param items the innermost `for`, for `yield`
/// @param branch whether a branch of a `parallel` or an item of a `for … parallel` is around
/// @param last whether a `finally` is around
record Context(Reach loop, Reach items, boolean branch, boolean last) {

  /// Whether there is something to reach, and whether a branch's border lies between.
  enum Reach {
    NONE,
    HERE,
    ACROSS;

    private Reach behindBorder() {
      return this == NONE ? NONE : ACROSS;
    }
  }

  static final Context WORKFLOW = new Context(Reach.NONE, Reach.NONE, false, false);

  Context inWhile() {
    return new Context(Reach.HERE, items, branch, last);
  }

  Context inFor() {
    return new Context(Reach.HERE, Reach.HERE, branch, last);
  }

  Context inBranch() {
    return new Context(loop.behindBorder(), items.behindBorder(), true, last);
  }

  /// An item is a branch: its value may be yielded, but the loop is not its own to end.
  Context inItem() {
    return new Context(Reach.ACROSS, Reach.HERE, true, last);
  }

  Context inFinally() {
    return new Context(loop, items, branch, true);
  }
}
