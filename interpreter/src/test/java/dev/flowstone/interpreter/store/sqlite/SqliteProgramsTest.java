package dev.flowstone.interpreter.store.sqlite;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.flowstone.interpreter.store.ProgramStore;
import dev.flowstone.interpreter.store.ProgramStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

final class SqliteProgramsTest extends ProgramStoreContract {
  @TempDir private Path folder;
  private SqliteStore store;

  @Override
  protected ProgramStore programs() {
    store = assertInstanceOf(SqliteStore.Opening.Ready.class, SqliteStore.open(folder)).store();
    return store.programs();
  }

  @AfterEach
  void close() {
    store.close();
  }
}
