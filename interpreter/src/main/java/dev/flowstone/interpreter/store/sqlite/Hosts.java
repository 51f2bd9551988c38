package dev.flowstone.interpreter.store.sqlite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/// Which processes live, told by operating-system locks on `hosts/<id>.lock`.
///
/// The lock of a process goes with it, however it dies, so that what it held can be taken over at
/// once. An id of another form is not judged.
final class Hosts implements AutoCloseable {
  private static final String PREFIX = "local-";
  private static final String SUFFIX = ".lock";

  /// Locks of this process. A file among them is never opened again: on POSIX, closing any
  /// descriptor of a file drops all locks that the process has on it.
  private static final Set<Path> OWN = new HashSet<>();

  private final Path folder;
  private final String id;
  private final Path file;
  private final FileChannel channel;

  private Hosts(Path folder, String id, Path file, FileChannel channel) {
    this.folder = folder;
    this.id = id;
    this.file = file;
    this.channel = channel;
  }

  static Hosts register(Path folder) throws IOException {
    Files.createDirectories(folder);
    String id = PREFIX + UUID.randomUUID();
    Path file = folder.resolve(id + SUFFIX).toAbsolutePath().normalize();
    Path unlocked = folder.resolve(id + ".new");
    synchronized (OWN) {
      FileChannel channel =
          FileChannel.open(unlocked, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw new IOException("cannot lock " + unlocked + "; the store needs a local disk");
      }
      // Renamed only once it is locked, so that no cleaner ever meets it unlocked.
      Files.move(unlocked, file, StandardCopyOption.ATOMIC_MOVE);
      OWN.add(file);
      return new Hosts(folder, id, file, channel);
    }
  }

  String id() {
    return id;
  }

  /// Whether a host of this store is certainly gone.
  boolean dead(String host) {
    return host.startsWith(PREFIX) && !locked(folder.resolve(host + SUFFIX));
  }

  /// Removes what dead processes left; answers whether others live.
  boolean cleanAndSeeOthers() {
    boolean others = false;
    for (Path each : files()) {
      Path normal = each.toAbsolutePath().normalize();
      if (normal.equals(file)) {
        continue;
      }
      if (locked(normal)) {
        others = true;
      } else {
        delete(normal);
      }
    }
    return others;
  }

  private static void delete(Path lockFile) {
    try {
      Files.deleteIfExists(lockFile);
    } catch (IOException e) {
      // Another process will.
    }
  }

  private List<Path> files() {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(each -> each.toString().endsWith(SUFFIX)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean locked(Path lockFile) {
    synchronized (OWN) {
      if (OWN.contains(lockFile.toAbsolutePath().normalize())) {
        return true;
      }
      // Shared, so that two who ask at once do not take each other for the owner.
      try (FileChannel probe = FileChannel.open(lockFile, StandardOpenOption.READ);
          FileLock lock = probe.tryLock(0, Long.MAX_VALUE, true)) {
        return lock == null;
      } catch (NoSuchFileException e) {
        return false;
      } catch (IOException e) {
        return true; // another user's, say: not certainly gone
      }
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (OWN) {
      OWN.remove(file);
      channel.close();
    }
    Files.deleteIfExists(file);
  }
}
