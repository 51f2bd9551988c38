package dev.flowstone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A project that `flow init` writes is compiled, tested and run as its own build does it: `javac`
/// with the annotation processor, then JUnit in a process of its own, in the folder of the project.
class InitTest {
  private static final String CLASS_PATH = System.getProperty("java.class.path");

  @TempDir private Path folder;

  private Session.Ran init(String... words) {
    return new Session(folder)
        .flow(Stream.concat(Stream.of("init"), Stream.of(words)).toArray(String[]::new));
  }

  private String read(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }

  @Test
  void theProjectCompilesAndItsTestsPass() throws Exception {
    Golden.assertIs("init", init("acme-flows", "--package", "com.acme.flows").transcript());
    Path project = folder.resolve("acme-flows");

    compile(project, "src/main/java", "target/classes", CLASS_PATH);
    String withMain = project.resolve("target/classes") + java.io.File.pathSeparator + CLASS_PATH;
    compile(project, "src/test/java", "target/test-classes", withMain);
    String tests = tested(project, withMain);
    assertTrue(tests.contains("7 tests successful"), tests);
    assertTrue(tests.contains("0 tests failed"), tests);

    Session.Ran ran =
        new Session(project)
            .flow("run", "flows/greeting.flow", "--input", "{\"name\": \"Ada\"}", "--json");
    assertEquals(0, ran.exitCode(), ran.err());
    assertTrue(ran.out().contains("\"WAITING\""), ran.out());
    assertEquals(0, new Session(project).flow("lint", "flows").exitCode());
    Session.Ran beside = new Session(project).flow("test", "flows");
    assertEquals(0, beside.exitCode(), beside.out());
    assertTrue(beside.out().contains("4 of 4 tests passed"), beside.out());
  }

  private static void compile(Path project, String sources, String target, String classPath)
      throws IOException {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (var files = javac.getStandardFileManager(null, null, StandardCharsets.UTF_8);
        Stream<Path> all = Files.walk(project.resolve(sources))) {
      Path classes = Files.createDirectories(project.resolve(target));
      List<String> options =
          List.of(
              "-proc:full",
              "-parameters",
              "-Xlint:all,-processing",
              "-Werror",
              "-d",
              classes.toString(),
              "-cp",
              classPath);
      List<Path> java = all.filter(file -> file.toString().endsWith(".java")).toList();
      boolean good =
          javac
              .getTask(
                  messages, files, null, options, null, files.getJavaFileObjectsFromPaths(java))
              .call();
      assertTrue(good, messages.toString());
    }
  }

  private static String tested(Path project, String classPath) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                project.resolve("target/test-classes") + java.io.File.pathSeparator + classPath,
                "org.junit.platform.console.ConsoleLauncher",
                "execute",
                "--disable-banner",
                "--details=summary",
                "--scan-classpath=target/test-classes")
            .directory(project.toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said;
  }

  @Test
  void theTemplateDeploysTheBundleOfTheProject() throws IOException {
    init("acme-flows");

    assertTrue(
        read("acme-flows/template.yaml")
            .contains("CodeUri: target/acme-flows-1.0-SNAPSHOT-bundle.jar"));
    assertTrue(read("acme-flows/pom.xml").contains("<groupId>com.example.flows</groupId>"));
    assertFalse(read("acme-flows/pom.xml").contains("{{"), "everything is filled in");
  }

  @Test
  void nothingIsOverwritten() throws IOException {
    init("acme-flows");
    Path readme = folder.resolve("acme-flows/README.md");
    Files.writeString(readme, "mine");
    Files.delete(folder.resolve("acme-flows/pom.xml"));

    Golden.assertIs("init-again", init("acme-flows").transcript());
    assertEquals("mine", Files.readString(readme));
    assertFalse(Files.exists(folder.resolve("acme-flows/pom.xml")), "nothing was written");
  }

  @Test
  void anExistingFolderGetsWhatIsNotThere() throws IOException {
    Files.createDirectories(folder.resolve("app/src"));
    Files.writeString(folder.resolve("app/build.gradle"), "");

    assertEquals(0, init("app").exitCode());
  }

  @Test
  void badNamesAreSaid() {
    assertEquals(2, init("acme", "--package", "com.class.x").exitCode());
    assertEquals(2, init("Acme Flows").exitCode());
    assertEquals(2, init("acme", "--name", "Ä").exitCode());
    assertEquals(2, init().exitCode());
  }
}
