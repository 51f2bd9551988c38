package dev.flowstone.tests.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// A page of the documentation and the fenced blocks in it.
///
/// The words after the fence say what a block is: the first is its language, the others what is
/// claimed of it (`flow bad`, `console repo`).
public record Markdown(Path file, List<Block> blocks) {

  /// A fenced block; `line` is that of its fence, from 1.
  public record Block(Path file, int line, List<String> words, String text) {

    public String language() {
      return words.isEmpty() ? "" : words.getFirst();
    }

    public boolean says(String word) {
      return words.subList(Math.min(1, words.size()), words.size()).contains(word);
    }

    /// How a test names it.
    public String place() {
      return file.getFileName() + ":" + line;
    }
  }

  /// The root of the source tree, wherever the tests are started.
  public static Path root() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve("flow"))) {
      at = Objects.requireNonNull(at.getParent(), "the tests run within the source tree");
    }
    return at;
  }

  public static Markdown read(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).startsWith("```")) {
        continue;
      }
      int fence = i;
      StringBuilder text = new StringBuilder();
      for (i++; i < lines.size() && !lines.get(i).equals("```"); i++) {
        text.append(lines.get(i)).append('\n');
      }
      if (i == lines.size()) {
        throw new IllegalStateException(file + ":" + (fence + 1) + ": the block is not closed");
      }
      String info = lines.get(fence).substring(3).strip();
      List<String> words = info.isEmpty() ? List.of() : List.of(info.split("\\s+"));
      blocks.add(new Block(file, fence + 1, words, text.toString()));
    }
    return new Markdown(file, blocks);
  }

  /// README and everything under docs.
  public static List<Markdown> all(Path root) {
    try (Stream<Path> docs = Files.walk(root.resolve("docs"))) {
      List<Path> files =
          new ArrayList<>(docs.filter(f -> f.toString().endsWith(".md")).sorted().toList());
      files.addFirst(root.resolve("README.md"));
      files.add(root.resolve("CONTRIBUTING.md"));
      return files.stream().filter(Files::exists).map(Markdown::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
