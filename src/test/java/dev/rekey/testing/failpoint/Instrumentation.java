package dev.rekey.testing.failpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.reflect.AccessFlag;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes a copy of the packaged worker that has fail points and faults in it. (A Java agent would do
 * the same while the worker runs, but a JVM with an agent cannot use an archive of classes, and
 * takes half as long again to start.)
 */
public final class Instrumentation {
  private static final String OURS = "dev/rekey";
  private static final String STARTER = "quarkus-run.jar";

  /** What the worker needs at run time; goes to where its class loader looks at last. */
  private static final List<Class<?>> CALLED = List.of(FailPoint.class, Faults.class);

  private final ClassFile classFile =
      ClassFile.of(
          ClassFile.ClassHierarchyResolverOption.of(
              ClassHierarchyResolver.ofResourceParsing(Instrumentation.class.getClassLoader())
                  .orElse(ClassHierarchyResolver.defaultResolver())));

  /**
   * Makes the copy. Most libraries are links to the ones of the original.
   *
   * @param application the folder of a packaged worker
   * @param copy to be made
   * @return the jar to run
   */
  public Path copy(Path application, Path copy) {
    try {
      // The worker looks for its parts where the jars of "boot" really are: no links to these.
      copyAll(application.resolve("lib/boot"), Files.createDirectories(copy.resolve("lib/boot")));
      for (String linked : List.of("lib/main", "quarkus")) {
        Files.createSymbolicLink(
            copy.resolve(linked), application.resolve(linked).toAbsolutePath());
      }
      Path app = Files.createDirectories(copy.resolve("app"));
      copyAll(application.resolve("app"), app);
      for (Path jar : files(app)) {
        instrument(jar);
      }
      Path starter = Files.copy(application.resolve(STARTER), copy.resolve(STARTER));
      addCalled(starter);
      return starter;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copyAll(Path from, Path to) throws IOException {
    for (Path file : files(from)) {
      Files.copy(file, to.resolve(file.getFileName()));
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private void instrument(Path jar) throws IOException {
    try (FileSystem inside = FileSystems.newFileSystem(jar);
        Stream<Path> files = Files.walk(inside.getPath(OURS))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
        Optional<byte[]> instrumented = instrumented(Files.readAllBytes(file));
        if (instrumented.isPresent()) {
          Files.write(file, instrumented.get());
        }
      }
    }
  }

  private static void addCalled(Path jar) throws IOException {
    try (FileSystem inside = FileSystems.newFileSystem(jar)) {
      for (Class<?> called : CALLED) {
        String name = called.getName().replace('.', '/') + ".class";
        Files.createDirectories(inside.getPath(name).getParent());
        try (var content = called.getResourceAsStream("/" + name)) {
          Files.write(inside.getPath(name), content.readAllBytes());
        }
      }
    }
  }

  /** Empty for a class that has nothing to instrument. */
  private Optional<byte[]> instrumented(byte[] bytes) {
    ClassModel model = classFile.parse(bytes);
    return model.methods().stream().anyMatch(method -> insertion(model, method).isPresent())
        ? Optional.of(classFile.transformClass(model, transform(model)))
        : Optional.empty();
  }

  private static ClassTransform transform(ClassModel model) {
    return (builder, element) -> {
      Optional<CodeTransform> insertion =
          element instanceof MethodModel method ? insertion(model, method) : Optional.empty();
      if (insertion.isPresent()) {
        builder.transformMethod(
            (MethodModel) element, MethodTransform.transformingCode(insertion.get()));
      } else {
        builder.with(element);
      }
    };
  }

  private static Optional<CodeTransform> insertion(ClassModel type, MethodModel method) {
    return method.flags().has(AccessFlag.ABSTRACT) || method.flags().has(AccessFlag.BRIDGE)
        ? Optional.empty()
        : Insertion.of(type, method.methodName().stringValue());
  }
}
