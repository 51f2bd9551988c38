package dev.flowstone.tests.simulation;

/// Ends whatever a simulated process is doing, at once. An error, so that nothing takes it for a
/// failure that it could handle.
final class HostDied extends Error {
  private static final long serialVersionUID = 1L;

  HostDied() {
    super("the host died", null, false, false);
  }
}
