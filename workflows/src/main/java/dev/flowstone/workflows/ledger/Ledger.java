package dev.flowstone.workflows.ledger;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.handler.RecordJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// What was done, one line of JSON each, in a file that is only ever added to.
///
/// It makes a handler idempotent: within one exclusive section, also among processes, a handler
/// looks whether its key is there already, and if not does its work and adds the line. A line that
/// a crash tore is dropped by the next writer.
public final class Ledger {
  private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

  private final Path file;

  Ledger(Path file) {
    this.file = file.toAbsolutePath().normalize();
  }

  /// One thing that was done: of which kind, under which idempotency key.
  public record Line(String kind, String key, Value data) {
    public <T> T as(Class<T> type) {
      return RecordJson.read(data, type);
    }
  }

  /// The ledger as it lies open to one handler at a time.
  public static final class Page {
    private final List<Line> lines;
    private final List<Line> added = new ArrayList<>();

    private Page(List<Line> lines) {
      this.lines = lines;
    }

    public List<Line> lines(String kind) {
      return lines.stream().filter(line -> line.kind().equals(kind)).toList();
    }

    public Optional<Line> find(String kind, String key) {
      return lines.stream()
          .filter(line -> line.kind().equals(kind) && line.key().equals(key))
          .findFirst();
    }

    public void add(String kind, String key, Object data) {
      Line line = new Line(kind, key, RecordJson.value(data));
      lines.add(line);
      added.add(line);
    }
  }

  /// Runs `work` alone; what it added is on the disk when this returns, or none of it is.
  public <T> T exclusively(Function<Page, T> work) {
    ReentrantLock lock = LOCKS.computeIfAbsent(file, _ -> new ReentrantLock());
    lock.lock();
    try (FileChannel channel =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      Page page = read(channel);
      T result = work.apply(page);
      write(channel, page.added);
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.unlock();
    }
  }

  private static Page read(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
    while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
    String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    channel.truncate(whole.getBytes(StandardCharsets.UTF_8).length);
    List<Line> lines = new ArrayList<>();
    for (String line : whole.lines().toList()) {
      lines.add(RecordJson.read(RecordJson.parse(line), Line.class));
    }
    return new Page(lines);
  }

  private static void write(FileChannel channel, List<Line> added) throws IOException {
    if (added.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder();
    for (Line line : added) {
      text.append(RecordJson.write(line)).append('\n');
    }
    channel.position(channel.size());
    ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(true);
  }
}
