package dev.flowstone.cli.testing;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Tells when something in some folders has changed. It looks again and again: no two systems tell
/// of changes alike.
public final class Changes {
  private static final Duration EVERY = Duration.ofMillis(250);

  private record Seen(long size, long modified) {}

  private final List<Path> folders;
  private Map<Path, Seen> seen;

  public Changes(List<Path> folders) {
    this.folders = List.copyOf(folders);
    this.seen = look();
  }

  /// Waits until a file has come, gone or changed since the last time; false where it was told to
  /// stop.
  public boolean await(CountDownLatch stop) throws InterruptedException {
    while (!stop.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
      Map<Path, Seen> now = look();
      if (!now.equals(seen)) {
        seen = now;
        return true;
      }
    }
    return false;
  }

  private Map<Path, Seen> look() {
    Map<Path, Seen> files = new HashMap<>();
    for (Path folder : folders) {
      try {
        Files.walkFileTree(folder, new Look(folder, files));
      } catch (IOException e) {
        files.clear(); // it is looked at again soon
      }
    }
    return files;
  }

  private static final class Look extends SimpleFileVisitor<Path> {
    private final Path root;
    private final Map<Path, Seen> files;

    Look(Path root, Map<Path, Seen> files) {
      this.root = root;
      this.files = files;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      boolean hidden = !folder.equals(root) && folder.getFileName().toString().startsWith(".");
      return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      String name = file.getFileName().toString();
      if (name.contains(".flow") || name.endsWith(".class") || name.endsWith(".jar")) {
        files.put(file, new Seen(attributes.size(), attributes.lastModifiedTime().toMillis()));
      }
      return FileVisitResult.CONTINUE;
    }

    /// What goes away while it is looked at is seen the next time.
    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException problem) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException problem) {
      return FileVisitResult.CONTINUE;
    }
  }
}
