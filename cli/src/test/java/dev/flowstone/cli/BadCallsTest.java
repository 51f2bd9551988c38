package dev.flowstone.cli;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is told where a command line, or a file that it names, is not what it should be.
class BadCallsTest {
  @TempDir private Path folder;
  private Session session;

  @BeforeEach
  void aFlowAndAFewFiles() throws IOException {
    session =
        new Session(folder)
            .file("ok.flow", "workflow ok\nreturn 1\n")
            .file("empty.flow", "")
            .file("empty.json", "")
            .file("afile", "hi\n")
            .file("folder.flow/notes.txt", "");
    Files.write(folder.resolve("binary.flow"), new byte[] {'w', (byte) 0xf9, 0, 'k'});
  }

  private String told(List<String> lines) {
    StringBuilder told = new StringBuilder();
    for (String line : lines) {
      told.append("$ flow ").append(line).append('\n');
      told.append(session.flow(line.split(" ", -1)).transcript().replace(folder + "/", ""));
    }
    return told.toString();
  }

  @Test
  void tellFilesThatAreNoWorkflows() {
    Golden.assertIs(
        "bad-files",
        told(
            List.of(
                "run nofile.flow",
                "run empty.flow",
                "run folder.flow",
                "run binary.flow",
                "convert empty.flow",
                "convert ok.flow -o afile/x.yaml",
                "test folder.flow")));
  }

  @Test
  void tellWhatIsWrongWithTheCommandLine() {
    Golden.assertIs(
        "bad-lines",
        told(
            List.of(
                "run",
                "status",
                "run ok.flow --store",
                "run ok.flow --park-after 5",
                "run ok.flow --now tomorrow",
                "list --limit x",
                "list --status foo",
                "test --fail-under much",
                "convert ok.flow --to toml",
                "status a b")));
  }

  @Test
  void tellInputsThatAreNone() {
    Golden.assertIs(
        "bad-inputs",
        told(
            List.of(
                "run ok.flow --input @",
                "run ok.flow --input @none.json",
                "run ok.flow --input @folder.flow",
                "run ok.flow --input @binary.flow",
                "run ok.flow --input @empty.json",
                "run ok.flow --input {\"a\":}")));
  }

  @Test
  void tellStoresThatAreNone() throws IOException {
    session.flow("run", "ok.flow", "--name", "ok-1", "--store", "damaged");
    try (RandomAccessFile file =
        new RandomAccessFile(session.path("damaged/flowstone.db").toFile(), "rw")) {
      file.setLength(file.length() / 2);
    }
    session.flow("run", "ok.flow", "--name", "ok-1", "--store", "odd");
    Files.write(session.path("odd/handlers"), new byte[] {(byte) 0xf9, 'a'});
    Golden.assertIs(
        "bad-stores",
        told(
            List.of(
                "run ok.flow --store afile",
                "list --store afile",
                "status ok-1 --store damaged",
                "list --store damaged",
                "resume ok-1 --store odd")));
  }
}
