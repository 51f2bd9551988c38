package dev.flowstone.interpreter.store;

/// What a store that bills by use has charged, in its own units: for DynamoDB, read and write
/// request units.
public record Capacity(double readUnits, double writeUnits) {
  public static final Capacity NONE = new Capacity(0, 0);

  public Capacity plus(Capacity other) {
    return new Capacity(readUnits + other.readUnits, writeUnits + other.writeUnits);
  }
}
