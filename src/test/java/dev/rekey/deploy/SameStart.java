package dev.rekey.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;

/**
 * Compares what Quarkus generated in two builds. Its build steps run at the same time, and it
 * numbers the values that they hand on ({@code proxykey7}) and the classes of its configuration
 * ({@code mapping$7}), and orders the steps of a start that do not depend on each other, as they
 * happened to end: so in two builds of one source the classes of a start have the same
 * instructions, but not always the same bytes. All other classes have to be the same byte for byte.
 *
 * @see <a href="https://github.com/quarkusio/quarkus/pull/53025">Quarkus' own mending of the
 *     numbers, in a version after ours</a>
 */
final class SameStart {
  private static final List<String> START =
      List.of("io/quarkus/runner/", "io/quarkus/runtime/generated/");
  private static final Pattern NUMBERED = Pattern.compile("(proxykey|mapping\\$)\\d+");

  private SameStart() {}

  /** Takes two jars. Exit code 1 if they are not the same. */
  @SuppressWarnings("SystemOut")
  public static void main(String[] jars) throws IOException {
    List<String> differing = differing(Path.of(jars[0]), Path.of(jars[1]));
    differing.forEach(System.out::println);
    System.exit(differing.isEmpty() ? 0 : 1);
  }

  /** The names of all entries that are only in one of them, or not the same. */
  static List<String> differing(Path one, Path other) throws IOException {
    Map<String, byte[]> first = entries(one);
    Map<String, byte[]> second = entries(other);
    List<String> differing = new ArrayList<>();
    first.forEach(
        (name, bytes) -> {
          if (!isSame(name, bytes, second.getOrDefault(name, new byte[0]))) {
            differing.add(name);
          }
        });
    second.keySet().stream().filter(name -> !first.containsKey(name)).forEach(differing::add);
    return differing;
  }

  private static Map<String, byte[]> entries(Path jar) throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (ZipEntry entry : file.stream().toList()) {
        try (InputStream in = file.getInputStream(entry)) {
          entries.put(entry.getName(), in.readAllBytes());
        }
      }
    }
    return entries;
  }

  private static boolean isSame(String name, byte[] one, byte[] other) {
    return Arrays.equals(one, other)
        || (START.stream().anyMatch(name::startsWith)
            && one.length > 0
            && other.length > 0
            && instructions(one).equals(instructions(other)));
  }

  /** Of each method, how often each instruction is in it. */
  private static Map<String, Map<String, Long>> instructions(byte[] bytes) {
    return ClassFile.of().parse(bytes).methods().stream()
        .collect(
            Collectors.toMap(
                method -> method.methodName() + method.methodType().stringValue(),
                SameStart::instructions));
  }

  private static Map<String, Long> instructions(MethodModel method) {
    return method.code().stream()
        .flatMap(code -> code.elementStream())
        .filter(Instruction.class::isInstance)
        .map(SameStart::text)
        .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
  }

  /** Without the places in the constant pool and among the variables, which follow the order. */
  private static String text(CodeElement element) {
    String operand =
        switch (element) {
          case ConstantInstruction constant -> String.valueOf(constant.constantValue());
          case FieldInstruction field ->
              field.owner().asInternalName() + "." + field.name() + field.type();
          case InvokeInstruction call ->
              call.owner().asInternalName() + "." + call.name() + call.type();
          case NewObjectInstruction made -> made.className().asInternalName();
          case TypeCheckInstruction check -> check.type().asInternalName();
          default -> "";
        };
    return ((Instruction) element).opcode().kind()
        + " "
        + NUMBERED.matcher(operand).replaceAll("$1");
  }
}
