package dev.flowstone.interpreter.store.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.interpreter.store.Claim;
import dev.flowstone.interpreter.store.Claiming;
import dev.flowstone.interpreter.store.Creation;
import dev.flowstone.interpreter.store.Delivery;
import dev.flowstone.interpreter.store.Holder;
import dev.flowstone.interpreter.store.InboxEntry;
import dev.flowstone.interpreter.store.NewExecution;
import dev.flowstone.interpreter.store.Slot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is the embedded store's own: files, processes, durability. A second store object on the
/// same folder stands for a second process.
final class SqliteStoreTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path folder;

  @Test
  void keepsWhatWasWrittenWhenItIsOpenedAgain() {
    try (SqliteStore store = open()) {
      create(store, "one");
      append(store, "one", 1);
    }
    try (SqliteStore store = open()) {
      assertEquals(2, store.executions().read("one").orElseThrow().tail().size());
    }
  }

  @Test
  void handsOverAtOnceWhatADeadProcessHeld() {
    try (SqliteStore survivor = open()) {
      SqliteStore dying = open();
      create(dying, "one");
      assertInstanceOf(Claim.Busy.class, claim(survivor, "one"));
      assertEquals(List.of(), survivor.executions().due(T0, 10));

      dying.close(); // the lock of a process goes with it

      assertEquals(List.of("one"), survivor.executions().due(T0, 10));
      assertEquals(Optional.of(T0), survivor.executions().nextDue());
      assertTrue(assertInstanceOf(Claim.Held.class, claim(survivor, "one")).interrupted());
    }
  }

  @Test
  void hearsOfWhatAnotherProcessDelivers() throws Exception {
    try (SqliteStore listening = open();
        SqliteStore sending = open()) {
      create(listening, "one");
      CompletableFuture<String> heard = new CompletableFuture<>();
      try (var _ = listening.executions().watch(heard::complete)) {
        InboxEntry entry = new InboxEntry("k", T0, false, new byte[] {1});
        Delivery delivery = sending.executions().deliver("one", entry, T0);

        assertEquals(new Delivery.Accepted(Optional.of(listening.host())), delivery);
        assertEquals("one", heard.get(10, TimeUnit.SECONDS));
      }
    }
  }

  @Test
  void letsTwoProcessesWriteAtOnce() throws Exception {
    try (SqliteStore one = open();
        SqliteStore other = open()) {
      List<Callable<Void>> writers = new ArrayList<>();
      for (SqliteStore store : List.of(one, other)) {
        for (int e = 0; e < 4; e++) {
          String name = store.host() + e;
          writers.add(() -> {
            create(store, name);
            for (int i = 1; i <= 25; i++) {
              append(store, name, i);
            }
            return null;
          });
        }
      }
      together(writers);

      for (SqliteStore store : List.of(one, other)) {
        for (int e = 0; e < 4; e++) {
          String name = store.host() + e;
          assertEquals(26, other.executions().read(name).orElseThrow().tail().size());
        }
      }
    }
  }

  @Test
  void commitsTogetherWhatComesTogether() throws Exception {
    try (SqliteStore store = open()) {
      List<Callable<Void>> writers = new ArrayList<>();
      for (int e = 0; e < 64; e++) {
        String name = "e" + e;
        create(store, name);
        writers.add(() -> {
          for (int i = 1; i <= 10; i++) {
            append(store, name, i);
          }
          return null;
        });
      }
      long before = store.executions().commits();
      together(writers);

      long commits = store.executions().commits() - before;
      assertTrue(commits < 640 / 2, "640 appends made " + commits + " commits");
      assertEquals(11, store.executions().meta("e7").orElseThrow().writes());
    }
  }

  @Test
  void waitsForTheDiskOnEveryConnection() throws SQLException {
    try (SqliteStore _ = open();
        Session session = new Connections(folder.resolve("flowstone.db")).open(0)) {
      assertEquals(2, session.first("PRAGMA synchronous", row -> row.getInt(1)).orElseThrow());
      assertEquals(
          "wal", session.first("PRAGMA journal_mode", row -> row.getString(1)).orElseThrow());
    }
  }

  @Test
  void refusesAFileOfANewerVersion() throws SQLException {
    open().close();
    sql("PRAGMA user_version = 2");

    assertEquals(
        folder.resolve("flowstone.db")
            + ": the store has format 2, and this version of Flowstone knows formats up to 1;"
            + " use a newer Flowstone",
        refusal());
  }

  @Test
  void refusesADatabaseOfAnotherProgram() throws SQLException {
    sql("CREATE TABLE theirs (x)");
    assertTrue(refusal().endsWith("the file is a database of another program"));
  }

  @Test
  void refusesAFileThatIsNoDatabase() throws IOException {
    Files.writeString(
        folder.resolve("flowstone.db"), "not a database, but long enough. ".repeat(99));
    assertTrue(refusal().endsWith("the file is not a database"));
  }

  @Test
  void cleansUpAfterDeadProcesses() throws IOException {
    Path hosts = folder.resolve("hosts");
    Files.createDirectories(hosts);
    Path left = Files.createFile(hosts.resolve("local-gone.lock"));
    try (SqliteStore _ = open()) {
      long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
      while (Files.exists(left) && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      assertTrue(Files.notExists(left));
    }
    try (var files = Files.list(hosts)) {
      assertEquals(0, files.count());
    }
  }

  private SqliteStore open() {
    return assertInstanceOf(SqliteStore.Opening.Ready.class, SqliteStore.open(folder)).store();
  }

  private String refusal() {
    return assertInstanceOf(SqliteStore.Opening.Refused.class, SqliteStore.open(folder)).reason();
  }

  private void sql(String statement) throws SQLException {
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("flowstone.db"));
        Statement direct = connection.createStatement()) {
      direct.execute(statement);
    }
  }

  private static Holder holder(SqliteStore store) {
    return new Holder(store.host(), Duration.ofDays(9_000), Optional.empty());
  }

  private static void create(SqliteStore store, String name) {
    Slot first = new Slot(0, 1, name + "-0", T0, new byte[10]);
    NewExecution execution =
        new NewExecution(
            name, "id-" + name, "orders", "v1", "hash", 1, "RUNNING", first, Optional.empty());
    assertInstanceOf(
        Creation.Created.class, store.executions().create(execution, holder(store), T0));
  }

  private static void append(SqliteStore store, String name, int index) {
    store
        .executions()
        .append(name, "id-" + name, new Slot(index, 1, name + "-" + index, T0, new byte[10]));
  }

  private static Claim claim(SqliteStore store, String name) {
    return store.executions().claim(name, new Claiming(holder(store), "claim", 1, false), T0);
  }

  private static void together(List<Callable<Void>> work) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Void> future : threads.invokeAll(work)) {
        future.get();
      }
    }
  }
}
