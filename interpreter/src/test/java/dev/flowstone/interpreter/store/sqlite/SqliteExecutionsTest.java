package dev.flowstone.interpreter.store.sqlite;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.flowstone.interpreter.store.ExecutionStore;
import dev.flowstone.interpreter.store.ExecutionStoreContract;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

final class SqliteExecutionsTest extends ExecutionStoreContract {
  @TempDir private Path folder;
  private @Nullable SqliteStore store;

  @Override
  protected ExecutionStore open() {
    SqliteStore opened =
        assertInstanceOf(SqliteStore.Opening.Ready.class, SqliteStore.open(folder)).store();
    store = opened;
    return opened.executions();
  }

  @AfterEach
  void closeFile() {
    if (store != null) {
      store.close();
    }
  }
}
