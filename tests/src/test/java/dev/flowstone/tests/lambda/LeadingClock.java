package dev.flowstone.tests.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The system's clock, ahead of it by what a test has let pass.
///
/// The functions of a test are processes of their own and have the same lead, each with a deviation
/// of its own: they stand in a file that all of them map, named by a system property. They find
/// this class as a service.
public final class LeadingClock implements InstantSource {
  static final String FILE = "flowstone.tests.clock";
  static final String NUMBER = "flowstone.tests.clock.number";

  private static final int MOST = 16;
  private static final VarHandle MILLIS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final ByteBuffer millis;
  private final int number;

  /// In a function.
  public LeadingClock() {
    this(Path.of(System.getProperty(FILE)), Integer.getInteger(NUMBER, 0));
  }

  /// Number 0 is the test's own; those of functions begin at 1.
  LeadingClock(Path file, int number) {
    this.number = number;
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      this.millis = channel.map(FileChannel.MapMode.READ_WRITE, 0, (long) MOST * Long.BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Instant instant() {
    long lead = (long) MILLIS.getVolatile(millis, 0);
    long deviation = number == 0 ? 0 : (long) MILLIS.getVolatile(millis, number * Long.BYTES);
    return Instant.now().plusMillis(lead + deviation);
  }

  /// Lets time pass at once, for everybody.
  void pass(Duration time) {
    var _ = (long) MILLIS.getAndAdd(millis, 0, time.toMillis());
  }

  /// Has the clock of one function go wrong by so much.
  void deviate(int function, Duration by) {
    MILLIS.setVolatile(millis, (function + 1) * Long.BYTES, by.toMillis());
  }
}
