package dev.flowstone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.cli.command.Context;
import dev.flowstone.cli.command.GlobalOptions;
import dev.flowstone.cli.terminal.ExitCode;
import dev.flowstone.cli.terminal.Shell;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailuresTest {
  @TempDir private Path folder;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int guarded(Callable<Integer> command) {
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    Shell shell =
        new Shell(
            folder, "flow", Map.of(), InputStream.nullInputStream(), stream, stream, false, false);
    return Failures.guarded(new Context(shell, new GlobalOptions()), command);
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aBugIsOneLineAndAFile() throws IOException {
    Files.createDirectory(folder.resolve(".flowstone"));
    int exitCode =
        guarded(() -> {
          throw new IllegalStateException("impossible");
        });
    assertEquals(ExitCode.FAILURE, exitCode);
    assertEquals(
        """
        flow: error: this is a bug in flow: IllegalStateException: impossible
          -> the details are in .flowstone/errors.log
        """,
        said());
    String log = Files.readString(folder.resolve(".flowstone/errors.log"));
    assertTrue(log.contains("at dev.flowstone.cli.FailuresTest"), log);
  }

  @Test
  void withoutAStoreTheDetailsAreAmongTheTemporaryFiles() {
    guarded(() -> {
      throw new StackOverflowError();
    });
    assertTrue(said().contains("this is a bug in flow: StackOverflowError"), said());
    assertFalse(Files.exists(folder.resolve(".flowstone")));
    String name = said().replaceAll("(?s).*the details are in (\\S+).*", "$1");
    assertTrue(Path.of(name).toFile().delete(), name);
  }

  @Test
  void outOfMemoryIsNoBug() {
    int exitCode =
        guarded(() -> {
          throw new OutOfMemoryError("Java heap space");
        });
    assertEquals(ExitCode.FAILURE, exitCode);
    assertTrue(said().startsWith("flow: error: out of memory\n"), said());
  }
}
