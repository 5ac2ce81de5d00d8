package dev.rekey.testing.agent;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.AccessFlag;
import java.security.ProtectionDomain;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts fail points and faults into the worker's classes when they are loaded. */
public final class FailPointAgent implements ClassFileTransformer {
  private static final String OURS = "dev/rekey/";

  private FailPointAgent() {}

  public static void premain(String arguments, Instrumentation instrumentation) {
    instrumentation.addTransformer(new FailPointAgent());
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      String name,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    if (loader == null || !name.startsWith(OURS)) {
      return null;
    }
    // The worker's classes are in its own class loader: the default resolver does not see them.
    var resolver =
        ClassHierarchyResolver.ofResourceParsing(loader)
            .orElse(ClassHierarchyResolver.defaultResolver());
    ClassFile classFile = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(resolver));
    ClassModel model = classFile.parse(bytes);
    return model.methods().stream().anyMatch(method -> insertion(model, method).isPresent())
        ? classFile.transformClass(model, instrumented(model))
        : null;
  }

  private static ClassTransform instrumented(ClassModel model) {
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
