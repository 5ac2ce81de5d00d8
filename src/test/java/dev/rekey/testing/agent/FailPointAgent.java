package dev.rekey.it.agent;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts a {@link FailPoint} at the entry and at every return of the methods by which a journal is
 * written.
 */
public final class FailPointAgent implements ClassFileTransformer {
  private static final String PACKAGE = "dev/rekey/rotation/journal/";
  private static final String JOURNAL = "dev/rekey/rotation/Journal";
  private static final Set<String> METHODS = Set.of("append", "record");
  private static final ClassDesc FAIL_POINT = ClassDesc.of("dev.rekey.it.agent.FailPoint");
  private static final MethodTypeDesc AT =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String, ConstantDescs.CD_Object);

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
    if (loader == null || !name.startsWith(PACKAGE)) {
      return null;
    }
    // The worker's classes are in its own class loader: the default resolver does not see them.
    var resolver =
        ClassHierarchyResolver.ofResourceParsing(loader)
            .orElse(ClassHierarchyResolver.defaultResolver());
    ClassFile classFile = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(resolver));
    ClassModel model = classFile.parse(bytes);
    if (model.interfaces().stream().noneMatch(i -> i.asInternalName().equals(JOURNAL))) {
      return null;
    }
    return classFile.transformClass(
        model,
        (builder, element) -> {
          if (element instanceof MethodModel method
              && METHODS.contains(method.methodName().stringValue())) {
            builder.transformMethod(
                method,
                MethodTransform.transformingCode(marked(method.methodName().stringValue())));
          } else {
            builder.with(element);
          }
        });
  }

  private static CodeTransform marked(String method) {
    return new CodeTransform() {
      @Override
      public void atStart(CodeBuilder builder) {
        report(builder, method + " entry");
      }

      @Override
      public void accept(CodeBuilder builder, CodeElement element) {
        if (element instanceof ReturnInstruction) {
          report(builder, method + " exit");
        }
        builder.with(element);
      }
    };
  }

  /** The first argument of the method is what it is about. */
  private static void report(CodeBuilder builder, String side) {
    builder.loadConstant(side).aload(1).invokestatic(FAIL_POINT, "at", AT);
  }
}
