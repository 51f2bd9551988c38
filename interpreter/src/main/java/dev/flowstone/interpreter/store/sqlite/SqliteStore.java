package dev.flowstone.interpreter.store.sqlite;

import dev.flowstone.interpreter.store.ExecutionStore;
import dev.flowstone.interpreter.store.ProgramStore;
import dev.flowstone.interpreter.store.StoreUnavailable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Optional;

/// A folder with the embedded store: `flowstone.db` and the locks of the processes that use it.
///
/// Durable: a commit that was acknowledged survives the loss of power, as far as the disk honours a
/// flush. For one machine and a local disk; any number of its processes may have it open.
public final class SqliteStore implements AutoCloseable {
  private static final String FILE = "flowstone.db";
  private static final int NOT_A_DATABASE = 26;
  private static final int CORRUPT = 11;
  private static final int BUSY_MILLIS = 30_000;

  private final Hosts hosts;
  private final Writer writer;
  private final Checkpoints checkpoints;
  private final Readers readers;
  private final Changes changes;
  private final ExecutionStore executions;
  private final SqlitePrograms programs;

  private SqliteStore(
      Hosts hosts, Writer writer, Checkpoints checkpoints, Readers readers, Changes changes) {
    this.hosts = hosts;
    this.writer = writer;
    this.checkpoints = checkpoints;
    this.readers = readers;
    this.changes = changes;
    this.executions = new SqliteExecutions(writer, readers, new Operations(hosts), changes);
    this.programs = new SqlitePrograms(writer, readers);
  }

  /// How opening went.
  public sealed interface Opening {
    record Ready(SqliteStore store) implements Opening {}

    /// One sentence for the operator: the file is of a newer version, or none of ours.
    record Refused(String reason) implements Opening {}
  }

  /// Opens the store in `folder`, and makes it where there is none.
  public static Opening open(Path folder) {
    try {
      boolean made = makeFolder(folder);
      Path file = folder.resolve(FILE);
      makeFile(file);
      Connections connections = new Connections(file);
      Session first = connections.open(BUSY_MILLIS);
      Optional<String> refusal;
      try {
        refusal = Schema.prepare(first);
      } catch (SQLException e) {
        first.close();
        throw e;
      }
      if (refusal.isPresent()) {
        first.close();
        return new Opening.Refused(file + ": " + refusal.get());
      }
      if (made) {
        sync(folder);
      }
      return new Opening.Ready(assemble(folder, file, connections, first));
    } catch (SQLException e) {
      int code = e.getErrorCode() & 0xff;
      if (code == NOT_A_DATABASE || code == CORRUPT) {
        String what = code == CORRUPT ? "the file is damaged" : "the file is not a database";
        return new Opening.Refused(folder.resolve(FILE) + ": " + what);
      }
      throw new StoreUnavailable("cannot open the store in " + folder + ": " + e.getMessage(), e);
    } catch (AccessDeniedException e) {
      throw new StoreUnavailable("cannot open the store in " + folder + ": access is denied", e);
    } catch (IOException e) {
      throw new StoreUnavailable("cannot open the store in " + folder + ": " + e.getMessage(), e);
    }
  }

  private static SqliteStore assemble(
      Path folder, Path file, Connections connections, Session first)
      throws SQLException, IOException {
    Hosts hosts = Hosts.register(folder.resolve("hosts"));
    Path log = file.resolveSibling(FILE + "-wal");
    Checkpoints checkpoints = new Checkpoints(connections.open(0), log);
    first.execute("PRAGMA busy_timeout = 0"); // the writer waits in its own way
    Writer writer = new Writer(first, checkpoints);
    Readers readers = new Readers(connections);
    Changes changes = new Changes(connections.open(BUSY_MILLIS), hosts, writer);
    return new SqliteStore(hosts, writer, checkpoints, readers, changes);
  }

  private static boolean makeFolder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return false;
    }
    Path parent = folder.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try {
      Files.createDirectory(folder, ownersOnly(folder, "rwx------"));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false; // another process was faster
    }
  }

  /// Payloads, and what callback tokens are made with, are nobody else's to read; SQLite gives the
  /// files beside it the permissions of this one. One at a time, since closing a file drops all
  /// locks that the process has on it.
  private static synchronized void makeFile(Path file) throws IOException {
    if (Files.exists(file)) {
      return;
    }
    try {
      Files.createFile(file, ownersOnly(file, "rw-------"));
    } catch (FileAlreadyExistsException e) {
      // Another process was faster.
    }
  }

  private static FileAttribute<?>[] ownersOnly(Path path, String permissions) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /// SQLite flushes the entry of its files in the folder; that of a new folder in its parent is
  /// ours to flush.
  private static void sync(Path folder) throws IOException {
    Path parent = folder.toAbsolutePath().getParent();
    if (parent == null || System.getProperty("os.name", "").startsWith("Windows")) {
      return; // Windows cannot open a folder, and keeps entries in its own journal
    }
    try (FileChannel channel = FileChannel.open(parent, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  public ExecutionStore executions() {
    return executions;
  }

  public ProgramStore programs() {
    return programs;
  }

  /// The version with which a workflow begins that is called by its name.
  public Optional<String> live(String workflow) {
    return programs.live(workflow);
  }

  /// Lets a workflow begin with this version from now on, until another is made live.
  public void makeLive(String workflow, String version) {
    programs.makeLive(workflow, version);
  }

  /// Looks the whole store over, which reads all of it.
  public Health health() {
    return readers.read(Health::of);
  }

  /// The id under which this process holds executions; whoever finds it dead may take them over at
  /// once.
  public String host() {
    return hosts.id();
  }

  @Override
  public void close() {
    try {
      changes.close();
      writer.close();
      checkpoints.close();
      readers.close();
      hosts.close();
    } catch (SQLException | IOException e) {
      throw new StoreUnavailable("the store did not close cleanly: " + e.getMessage(), e);
    }
  }
}
