package dev.rekey.testing.trace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.reflect.AccessFlag;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.ServiceLoader;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Has the JDK's reflection tell {@link Asked} of each question, and writes them down at the end.
 */
public final class TraceAgent {
  private static final ClassDesc ASKED = ClassDesc.of(Asked.class.getName());
  private static final ClassDesc CLASSES = ConstantDescs.CD_Class.arrayType();

  /**
   * A question that the JDK is asked.
   *
   * @param method all of this name whose argument at the slot is of that type
   * @param slot where the argument is when the method begins
   */
  private record Question(
      Class<?> owner, String method, String told, ClassDesc argument, int slot) {}

  private static final List<Question> QUESTIONS =
      List.of(
          members("privateGetDeclaredFields"),
          members("privateGetDeclaredMethods"),
          members("privateGetDeclaredConstructors"),
          new Question(Class.class, "forName", "byName", ConstantDescs.CD_String, 0),
          new Question(ServiceLoader.class, "load", "service", ConstantDescs.CD_Class, 0),
          new Question(ResourceBundle.class, "getBundle", "bundle", ConstantDescs.CD_String, 0),
          new Question(Proxy.class, "newProxyInstance", "proxy", CLASSES, 1),
          resource("getResource"),
          resource("getResources"),
          resource("getResourceAsStream"));

  private TraceAgent() {}

  /**
   * @param file where to
   */
  public static void premain(String file, Instrumentation instrumentation)
      throws UnmodifiableClassException {
    Class<?>[] owners = QUESTIONS.stream().map(Question::owner).distinct().toArray(Class<?>[]::new);
    var telling = new Telling();
    instrumentation.addTransformer(telling, true);
    instrumentation.retransformClasses(owners);
    instrumentation.removeTransformer(telling);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> write(Path.of(file)), "trace"));
  }

  private static void write(Path file) {
    try {
      Files.write(file, new TreeSet<>(Asked.seen()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Question members(String method) {
    return new Question(Class.class, method, "members", ConstantDescs.CD_Class, 0);
  }

  private static Question resource(String method) {
    return new Question(ClassLoader.class, method, "resource", ConstantDescs.CD_String, 1);
  }

  /** Puts a call at the beginning of the methods. */
  private static final class Telling implements ClassFileTransformer {
    @Override
    public byte @Nullable [] transform(
        @Nullable ClassLoader loader,
        String name,
        @Nullable Class<?> redefined,
        ProtectionDomain domain,
        byte[] bytes) {
      if (redefined == null) {
        // Loaded on the way, perhaps by ourselves.
        return null;
      }
      List<Question> own =
          QUESTIONS.stream().filter(each -> each.owner().equals(redefined)).toList();
      if (own.isEmpty()) {
        return null;
      }
      ClassFile classFile = ClassFile.of();
      return classFile.transformClass(classFile.parse(bytes), told(own));
    }

    private static ClassTransform told(List<Question> questions) {
      return (builder, element) -> {
        Optional<Question> question =
            element instanceof MethodModel method
                ? questions.stream().filter(each -> isAbout(each, method)).findFirst()
                : Optional.empty();
        if (question.isEmpty()) {
          builder.with(element);
        } else {
          builder.transformMethod(
              (MethodModel) element, MethodTransform.transformingCode(call(question.get())));
        }
      };
    }

    private static boolean isAbout(Question question, MethodModel method) {
      boolean isStatic = method.flags().has(AccessFlag.STATIC);
      int parameter = isStatic ? question.slot() : question.slot() - 1;
      List<ClassDesc> parameters = method.methodTypeSymbol().parameterList();
      return method.methodName().equalsString(question.method())
          && (parameter < 0
              || (parameter < parameters.size()
                  && parameters.get(parameter).equals(question.argument())));
    }

    private static CodeTransform call(Question question) {
      return CodeTransform.ofStateful(
          () ->
              new CodeTransform() {
                @Override
                public void atStart(CodeBuilder builder) {
                  builder
                      .aload(question.slot())
                      .invokestatic(
                          ASKED,
                          question.told(),
                          MethodTypeDesc.of(ConstantDescs.CD_void, question.argument()));
                }

                @Override
                public void accept(CodeBuilder builder, CodeElement element) {
                  builder.with(element);
                }
              });
    }
  }
}
