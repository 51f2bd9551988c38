package dev.flowstone.interpreter.store.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.interpreter.store.Claim;
import dev.flowstone.interpreter.store.Claiming;
import dev.flowstone.interpreter.store.Creation;
import dev.flowstone.interpreter.store.Delivery;
import dev.flowstone.interpreter.store.Ending;
import dev.flowstone.interpreter.store.Finish;
import dev.flowstone.interpreter.store.Holder;
import dev.flowstone.interpreter.store.InboxEntry;
import dev.flowstone.interpreter.store.Meta;
import dev.flowstone.interpreter.store.NewExecution;
import dev.flowstone.interpreter.store.ProgramStore.StoredProgram;
import dev.flowstone.interpreter.store.Query;
import dev.flowstone.interpreter.store.Slot;
import dev.flowstone.interpreter.store.StoreUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
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
  void answersEveryWriteThatComesInWhileItCloses() throws Exception {
    for (int round = 0; round < 20; round++) {
      SqliteStore store = open();
      create(store, "e" + round);
      CountDownLatch ready = new CountDownLatch(4);
      List<CompletableFuture<Void>> writers = new ArrayList<>();
      for (int w = 0; w < 4; w++) {
        String name = "e" + round;
        writers.add(
            CompletableFuture.runAsync(
                () -> {
                  ready.countDown();
                  writeUntilClosed(store, name);
                },
                Thread::startVirtualThread));
      }
      ready.await();
      store.close();
      for (CompletableFuture<Void> writer : writers) {
        writer.get(20, TimeUnit.SECONDS);
      }
    }
  }

  private static void writeUntilClosed(SqliteStore store, String name) {
    try {
      while (true) {
        append(store, name, 1);
      }
    } catch (StoreUnavailable e) {
      assertTrue(e.toString().contains("closed"), e::toString);
    }
  }

  @Test
  void outlivesAnErrorInAnOperation() throws Exception {
    try (Session session = new Connections(folder.resolve("bare.db")).open(0);
        Checkpoints checkpoints =
            new Checkpoints(
                new Connections(folder.resolve("bare.db")).open(0), folder.resolve("none"));
        Writer writer = new Writer(session, checkpoints)) {
      CompletableFuture<Integer> answers =
          CompletableFuture.supplyAsync(() -> {
            assertThrows(
                StoreUnavailable.class,
                () ->
                    writer.write(_ -> {
                      throw new OutOfMemoryError("made up");
                    }));
            return writer.write(_ -> 7);
          });
      assertEquals(7, answers.get(20, TimeUnit.SECONDS));
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void letsNobodyElseReadIt() throws IOException {
    Path made = folder.resolve("a").resolve("made");
    for (Path each : List.of(made, folder)) {
      SqliteStore store =
          assertInstanceOf(SqliteStore.Opening.Ready.class, SqliteStore.open(each)).store();
      create(store, "one");
      for (String file : List.of("flowstone.db", "flowstone.db-wal", "flowstone.db-shm")) {
        assertEquals(
            "rw-------",
            PosixFilePermissions.toString(Files.getPosixFilePermissions(each.resolve(file))));
      }
      store.close();
    }
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
  }

  /// SQLite calls a file locked without waiting while its first or last connection comes or goes.
  @RepeatedTest(20)
  void isMadeOnceByManyThatOpenItAtOnce() throws Exception {
    List<Callable<Void>> openers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String name = "e" + i;
      openers.add(() -> {
        try (SqliteStore store = open()) {
          create(store, name);
        }
        return null;
      });
    }
    together(openers);
    try (SqliteStore store = open()) {
      assertEquals(8, store.health().executions().get("RUNNING"));
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void takesNoProcessForDeadWhoseLockItCannotRead() throws Exception {
    try (SqliteStore store = open();
        Hosts hosts = Hosts.register(folder.resolve("hosts"))) {
      Path lock = folder.resolve("hosts").resolve("local-odd.lock");
      Files.createSymbolicLink(lock, lock);

      assertFalse(hosts.dead("local-odd"));
      assertTrue(hosts.cleanAndSeeOthers());
      assertTrue(Files.isSymbolicLink(lock));
      assertTrue(store.executions().due(T0, 1).isEmpty());
    }
  }

  @Test
  void bringsTheLogOfManyShortProcessesIntoTheFile() throws Exception {
    try (SqliteStore idle = open()) {
      for (int i = 0; i < 4; i++) {
        try (SqliteStore brief = open()) {
          String name = "e" + i;
          create(brief, name);
          brief
              .executions()
              .append(name, "id-" + name, new Slot(1, 1, name, T0, new byte[5 << 20]));
        }
      }
      try (SqliteStore last = open()) {
        create(last, "last");
        Path log = folder.resolve("flowstone.db-wal");
        Path file = folder.resolve("flowstone.db");
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (Files.size(file) < (20L << 20) && System.nanoTime() < end) {
          Thread.onSpinWait();
        }
        assertTrue(Files.size(file) >= (20L << 20), () -> "the log has " + log.toFile().length());
      }
      assertEquals(5, idle.health().executions().get("RUNNING"));
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
  void bringsAFileOfVersion1UpToDate() throws Exception {
    sqlOf("version-1.sql");

    try (SqliteStore store = open()) {
      Meta meta = store.executions().meta("old").orElseThrow();
      assertEquals("orders", meta.workflow());
      assertEquals(Optional.empty(), meta.deadline());
      assertEquals(Optional.empty(), meta.lostUntil());
      assertEquals(List.of("k1"), meta.pending().stream().map(InboxEntry::key).toList());
      Instant later = T0.plusSeconds(61);
      Claiming claiming = new Claiming(holder(store), "claim", 1, false);
      Claim.Held held =
          assertInstanceOf(Claim.Held.class, store.executions().claim("old", claiming, later));
      assertEquals(3, held.epoch());
      assertTrue(held.interrupted());
      assertEquals(Optional.of(T0.plusSeconds(900)), held.lostUntil());
      assertEquals(1, held.stored().tail().size());
      create(store, "new");
    }
    try (SqliteStore store = open()) { // once more, with nothing to be done
      assertEquals(
          Optional.of(T0.plusSeconds(900)),
          store.executions().meta("old").orElseThrow().lostUntil());
      assertEquals(2, store.health().executions().get("RUNNING"));
    }
  }

  @Test
  void takesWhatWasStoredLastForLiveInAnOlderFile() throws Exception {
    sqlOf("version-1.sql");

    try (SqliteStore store = open()) {
      assertEquals(Optional.of("v1"), store.live("orders"));
      assertEquals(Optional.empty(), store.live("bills"));
    }
  }

  @Test
  void keepsTheVersionThatWasMadeLiveLast() {
    try (SqliteStore store = open()) {
      for (String version : List.of("v1", "v2")) {
        store
            .programs()
            .put(new StoredProgram("orders", version, new byte[] {1}, version, "orders.flow"));
      }
      assertEquals(Optional.empty(), store.live("orders"));
      store.makeLive("orders", "v2");
      assertEquals(Optional.of("v2"), store.live("orders"));
      store.makeLive("orders", "v1"); // the older file, once more
    }
    try (SqliteStore store = open()) {
      assertEquals(Optional.of("v1"), store.live("orders"));
      assertEquals(Optional.empty(), store.live("bills"));
    }
  }

  @Test
  void bringsAFileUpToDateOnceWhereManyOpenIt() throws Exception {
    sqlOf("version-1.sql");
    List<Callable<Void>> openers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      openers.add(() -> {
        try (SqliteStore store = open()) {
          assertTrue(store.executions().meta("old").isPresent());
        }
        return null;
      });
    }

    together(openers);
  }

  @Test
  void waitsForNoHostThatIsCertainlyDead() {
    try (SqliteStore survivor = open()) {
      SqliteStore dying = open();
      Holder doomed =
          new Holder(dying.host(), Duration.ofDays(9_000), Optional.of(T0.plusSeconds(900)));
      dying.executions().create(execution("one"), Optional.of(doomed), T0);
      dying.close(); // the lock of a process goes with it

      Claim.Held held = assertInstanceOf(Claim.Held.class, claim(survivor, "one"));

      assertEquals(Optional.empty(), held.lostUntil());
      assertEquals(Optional.empty(), held.stored().meta().lostUntil());
    }
  }

  @Test
  void listsExecutionsWithoutTheirMessages() {
    try (SqliteStore store = open()) {
      create(store, "one");
      store.executions().deliver("one", new InboxEntry("k1", T0, false, new byte[100_000]), T0);

      Meta listed = store.executions().list(Query.newest(1)).executions().getFirst();

      assertEquals(List.of(), listed.pending());
      assertEquals(1, listed.inboxVersion());
      assertEquals(1, store.executions().meta("one").orElseThrow().pending().size());
    }
  }

  @Test
  void removesWhatHasExpiredWhenOthersEnd() throws SQLException {
    try (SqliteStore store = open()) {
      for (String name : List.of("old", "young", "last")) {
        create(store, name);
      }
      end(store, "old", T0, Optional.of(T0.plusSeconds(60)));
      end(store, "young", T0.plusSeconds(1), Optional.of(T0.plusSeconds(120)));
      assertTrue(store.executions().meta("old").isPresent());

      end(store, "last", T0.plusSeconds(60), Optional.empty());

      assertTrue(store.executions().meta("old").isEmpty());
      assertTrue(store.executions().journal("old", 0, 1).isEmpty());
      assertTrue(store.executions().meta("young").isPresent());
    }
  }

  private static void end(SqliteStore store, String name, Instant at, Optional<Instant> expires) {
    Meta meta = store.executions().meta(name).orElseThrow();
    Ending ending =
        new Ending(
            1,
            meta.lease().orElseThrow().nonce(),
            "SUCCEEDED",
            at,
            expires,
            Optional.empty(),
            List.of());
    assertInstanceOf(Finish.Done.class, store.executions().finish(name, meta.id(), ending));
  }

  @Test
  void refusesAFileOfANewerVersion() throws SQLException {
    open().close();
    sql("PRAGMA user_version = 5");

    assertEquals(
        folder.resolve("flowstone.db")
            + ": the store has format 5, and this version of Flowstone knows formats up to 4;"
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

  /// Makes the file by a script.
  private void sqlOf(String script) throws Exception {
    try (InputStream stream = SqliteStoreTest.class.getResourceAsStream(script)) {
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      for (String statement : text.strip().split(";\n", -1)) {
        sql(statement);
      }
    }
  }

  private static Holder holder(SqliteStore store) {
    return new Holder(store.host(), Duration.ofDays(9_000), Optional.empty());
  }

  private static void create(SqliteStore store, String name) {
    assertInstanceOf(
        Creation.Created.class,
        store.executions().create(execution(name), Optional.of(holder(store)), T0));
  }

  private static NewExecution execution(String name) {
    Slot first = new Slot(0, 1, name + "-0", T0, new byte[10]);
    return new NewExecution(
        name, "id-" + name, "orders", "v1", "hash", 1, "RUNNING", first, Optional.empty());
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
