package dev.flowstone.tests.simulation;

import java.util.ArrayList;
import java.util.List;

/// The names that a random statement may read, and those that it may assign again.
///
/// A record is what a handler answers (`{n, ok, kind, list}`), a number is an int. `mine` are the
/// numbers that were assigned since the last border of a branch: outer ones are read-only there.
record Sight(List<String> records, List<String> numbers, List<String> mine) {

  static Sight empty() {
    return new Sight(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  }

  /// The same names, to be added to apart.
  Sight copy() {
    return new Sight(new ArrayList<>(records), new ArrayList<>(numbers), new ArrayList<>(mine));
  }

  /// As a branch sees it.
  Sight behindBorder() {
    return new Sight(new ArrayList<>(records), new ArrayList<>(numbers), new ArrayList<>());
  }

  void addRecord(String name) {
    records.add(name);
  }

  void addNumber(String name) {
    numbers.add(name);
    mine.add(name);
  }

  /// A name that cannot be assigned again, such as that of an item.
  void addReadOnly(String name) {
    numbers.add(name);
  }

  /// Takes over what a block that certainly ran has assigned.
  void merge(Sight after) {
    after.records.stream().filter(name -> !records.contains(name)).forEach(records::add);
    after.numbers.stream().filter(name -> !numbers.contains(name)).forEach(numbers::add);
    after.mine.stream().filter(name -> !mine.contains(name)).forEach(mine::add);
  }
}
