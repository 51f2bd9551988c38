package dev.flowstone.tests.lambda;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.interpreter.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A Maven repository of what this very build has packaged, as `./mvnw install` would lay it out:
/// what a project of `flow init` depends on, and its processor of annotations.
final class ReactorRepository {
  private static final String VERSION = "0.1.0-SNAPSHOT";

  private ReactorRepository() {}

  /// Written below a folder, from the source tree at a root.
  static void write(Path folder, Path root) throws IOException {
    pom(folder, root.resolve("pom.xml"), "flowstone");
    for (String module : new String[] {"grammar", "interpreter", "stdlib", "lambda-host"}) {
      pom(folder, root.resolve(module).resolve("pom.xml"), module);
    }
    Files.copy(jar(Program.class), place(folder, "grammar", ".jar"));
    Files.copy(jar(Engine.class), place(folder, "interpreter", ".jar"));
    Files.copy(Bundle.jar(), place(folder, "lambda-host", "-bundle.jar"));
  }

  private static void pom(Path folder, Path pom, String artifact) throws IOException {
    Files.createDirectories(place(folder, artifact, ".pom").getParent());
    Files.copy(pom, place(folder, artifact, ".pom"));
  }

  private static Path place(Path folder, String artifact, String end) {
    return folder
        .resolve("dev/flowstone")
        .resolve(artifact)
        .resolve(VERSION)
        .resolve(artifact + "-" + VERSION + end);
  }

  private static Path jar(Class<?> of) {
    Path jar = Bundle.place(of);
    if (Files.isDirectory(jar)) {
      throw new IllegalStateException(jar + " is no jar: ./mvnw verify packages it first");
    }
    return jar;
  }
}
