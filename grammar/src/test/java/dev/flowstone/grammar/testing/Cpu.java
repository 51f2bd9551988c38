package dev.flowstone.grammar.testing;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/// The processor time of something, which a busy machine does not stretch as it stretches wall
/// time.
public final class Cpu {

  private Cpu() {}

  public static Duration of(Runnable work) {
    var threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    work.run();
    return Duration.ofNanos(threads.getCurrentThreadCpuTime() - before);
  }
}
