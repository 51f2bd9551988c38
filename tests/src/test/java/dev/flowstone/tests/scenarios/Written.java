package dev.flowstone.tests.scenarios;

/// What hosts have written of journals and snapshots.
record Written(int appends, long appendedBytes, long snapshotBytes, long largestSnapshot) {

  static final Written NOTHING = new Written(0, 0, 0, 0);

  Written appended(int bytes) {
    return new Written(appends + 1, appendedBytes + bytes, snapshotBytes, largestSnapshot);
  }

  Written snapshot(int bytes) {
    return new Written(
        appends, appendedBytes, snapshotBytes + bytes, Math.max(largestSnapshot, bytes));
  }

  Written plus(Written other) {
    return new Written(
        appends + other.appends,
        appendedBytes + other.appendedBytes,
        snapshotBytes + other.snapshotBytes,
        Math.max(largestSnapshot, other.largestSnapshot));
  }

  /// What was written since.
  Written minus(Written before) {
    return new Written(
        appends - before.appends,
        appendedBytes - before.appendedBytes,
        snapshotBytes - before.snapshotBytes,
        largestSnapshot);
  }
}
