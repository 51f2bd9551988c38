package dev.flowstone.lambda;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/// Rewrites jars so that a `switch` over types asks one `instanceof` after the other.
///
/// The compiler leaves such a switch to be linked when it is first met, by a class that is
/// generated then. An ahead-of-time cache does not keep these classes, and the first execution of a
/// process meets some seventy of them.
///
/// Run with the jars on the class path: `java -cp LIB/* dev.flowstone.lambda.PlainSwitches JAR…`.
public final class PlainSwitches {
  private static final String PREFIX = "typeSwitch$";
  private static final MethodTypeDesc TYPE =
      MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_Object, ConstantDescs.CD_int);

  private final ClassFile classes;

  PlainSwitches(ClassLoader loader) {
    this.classes =
        ClassFile.of(
            ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofClassLoading(loader)
                    .orElse(ClassHierarchyResolver.defaultResolver())));
  }

  /// Rewrites each jar in its place.
  public static void main(String[] jars) throws IOException {
    PlainSwitches switches = new PlainSwitches(PlainSwitches.class.getClassLoader());
    for (String jar : jars) {
      switches.rewrite(Path.of(jar));
    }
  }

  private void rewrite(Path jar) throws IOException {
    Path written = jar.resolveSibling(jar.getFileName() + ".rewritten");
    try (JarFile in = new JarFile(jar.toFile());
        OutputStream file = Files.newOutputStream(written);
        JarOutputStream out = new JarOutputStream(file)) {
      for (JarEntry entry : in.stream().toList()) {
        byte[] content = in.getInputStream(entry).readAllBytes();
        JarEntry copy = new JarEntry(entry.getName());
        copy.setTime(entry.getTime());
        out.putNextEntry(copy);
        out.write(entry.getName().endsWith(".class") ? rewritten(content) : content);
        out.closeEntry();
      }
    }
    Files.move(written, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  /// The class with plain switches; the same where it has none over types.
  byte[] rewritten(byte[] content) {
    ClassModel model = classes.parse(content);
    if (model.constantPool().bootstrapMethodCount() == 0) {
      return content;
    }
    List<List<ClassDesc>> switches = new ArrayList<>();
    boolean isInterface = (model.flags().flagsMask() & ClassFile.ACC_INTERFACE) != 0;
    CodeTransform calls =
        (code, element) -> {
          List<ClassDesc> types =
              element instanceof InvokeDynamicInstruction call ? types(call) : List.of();
          if (types.isEmpty()) {
            code.with(element);
          } else {
            String name = PREFIX + switches.size();
            code.invokestatic(model.thisClass().asSymbol(), name, TYPE, isInterface);
            switches.add(types);
          }
        };
    ClassTransform methods =
        ClassTransform.endHandler(type -> {
          for (int i = 0; i < switches.size(); i++) {
            List<ClassDesc> types = switches.get(i);
            type.withMethodBody(
                PREFIX + i,
                TYPE,
                ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC,
                code -> ask(code, types));
          }
        });
    byte[] rewritten =
        classes.transformClass(
            model, ClassTransform.transformingMethodBodies(calls).andThen(methods));
    return switches.isEmpty() ? content : rewritten;
  }

  /// What a switch over nothing but types asks for; empty for any other call.
  private static List<ClassDesc> types(InvokeDynamicInstruction call) {
    var bootstrap = call.bootstrapMethod();
    boolean types =
        bootstrap.owner().descriptorString().equals("Ljava/lang/runtime/SwitchBootstraps;")
            && bootstrap.methodName().equals("typeSwitch")
            && !call.typeSymbol().parameterType(0).isPrimitive()
            && call.bootstrapArgs().stream().allMatch(ClassDesc.class::isInstance);
    return types ? call.bootstrapArgs().stream().map(ClassDesc.class::cast).toList() : List.of();
  }

  /// As `SwitchBootstraps.typeSwitch` tells it: -1 for null, else the first label from the restart
  /// index on that fits, else their number.
  private static void ask(CodeBuilder code, List<ClassDesc> types) {
    Label present = code.newLabel();
    code.aload(0).ifnonnull(present).loadConstant(-1).ireturn().labelBinding(present);
    for (int i = 0; i < types.size(); i++) {
      Label next = code.newLabel();
      code.iload(1).loadConstant(i).if_icmpgt(next);
      code.aload(0).instanceOf(types.get(i)).ifeq(next).loadConstant(i).ireturn();
      code.labelBinding(next);
    }
    code.loadConstant(types.size()).ireturn();
  }
}
