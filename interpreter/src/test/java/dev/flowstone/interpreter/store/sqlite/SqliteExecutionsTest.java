package dev.flowstone.interpreter.store.sqlite;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.flowstone.interpreter.store.ExecutionStore;
import dev.flowstone.interpreter.store.ExecutionStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

final class SqliteExecutionsTest extends ExecutionStoreContract {
  @TempDir private Path folder;
  private SqliteStore store;

  @Override
  protected ExecutionStore open() {
    store = assertInstanceOf(SqliteStore.Opening.Ready.class, SqliteStore.open(folder)).store();
    return store.executions();
  }

  @AfterEach
  void closeFile() {
    store.close();
  }
}
