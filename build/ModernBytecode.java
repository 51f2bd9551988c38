import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/// Copies a jar with its classes of Java 5 and older rewritten as Java 8 ones, the same code with stack maps.
///
/// The start-up cache leaves such old classes out, because the JVM verifies them in a way of its own; picocli is
/// compiled for Java 5, and loading it from its jar would be a quarter of the time that `flow --help` takes.
///
/// Run as `java -cp IN ModernBytecode.java IN OUT`: stack maps need the classes of the jar on the class path.
final class ModernBytecode {

  private static final ClassFile CLASS_FILE = ClassFile.of(StackMapsOption.GENERATE_STACK_MAPS);

  private ModernBytecode() {}

  public static void main(String[] args) throws IOException {
    try (JarFile in = new JarFile(args[0]);
        OutputStream file = Files.newOutputStream(Path.of(args[1]));
        JarOutputStream out = new JarOutputStream(file)) {
      for (JarEntry entry : in.stream().toList()) {
        byte[] content = in.getInputStream(entry).readAllBytes();
        out.putNextEntry(new JarEntry(entry.getName()));
        out.write(entry.getName().endsWith(".class") ? modern(content) : content);
        out.closeEntry();
      }
    }
  }

  private static byte[] modern(byte[] content) {
    ClassModel old = CLASS_FILE.parse(content);
    if (old.majorVersion() >= ClassFile.JAVA_6_VERSION) {
      return content;
    }
    return CLASS_FILE.build(
        old.thisClass().asSymbol(),
        type -> {
          type.withVersion(ClassFile.JAVA_8_VERSION, 0);
          old.forEach(
              element -> {
                switch (element) {
                  case ClassFileVersion _ -> {}
                  case MethodModel method ->
                      type.transformMethod(
                          method, MethodTransform.transformingCode(CodeTransform.ACCEPT_ALL));
                  default -> type.with(element);
                }
              });
        });
  }
}
