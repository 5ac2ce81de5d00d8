package dev.rekey.testing.failpoint;

import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.time.InstantSource;
import java.util.Optional;

/** What goes where: all that is known here of the worker's classes. */
final class Insertion {
  private static final String JOURNAL = "dev/rekey/rotation/Journal";
  private static final String DATA_SOURCES = "dev/rekey/datasource/DataSources";
  private static final String SECRET_STORE = "dev/rekey/secret/SecretStore";
  private static final String CLOCK_PRODUCER = "dev/rekey/app/DataSourceProducers";

  /** The answer of a store that is out of order; has a constructor that takes the reason. */
  private static final ClassDesc COME_BACK_LATER =
      ClassDesc.of("dev.rekey.secret.FetchResult$Unavailable");

  private static final int FIRST = 1;
  private static final int POLICY_OF_SWAP = 3;

  private static final ClassDesc FAIL_POINT = ClassDesc.of(FailPoint.class.getName());
  private static final ClassDesc FAULTS = ClassDesc.of(Faults.class.getName());
  private static final ClassDesc CLOCK = ClassDesc.of(InstantSource.class.getName());

  private Insertion() {}

  /** What is to be inserted into a method of this name, if anything. */
  static Optional<CodeTransform> of(ClassModel type, String method) {
    return switch (method) {
      case "record", "append" -> within(type, JOURNAL, new Points(method, FIRST));
      case "swap" -> within(type, DATA_SOURCES, new Points(method, POLICY_OF_SWAP));
      case "test" -> within(type, DATA_SOURCES, new Points(method, FIRST));
      case "fetch" -> within(type, SECRET_STORE, new Throttle().andThen(new Points(method, FIRST)));
      case "clock" ->
          type.thisClass().asInternalName().equals(CLOCK_PRODUCER)
              ? Optional.of(Insertion::skew)
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** Adapters alone: they are below the package of their port, and decorators are elsewhere. */
  private static Optional<CodeTransform> within(
      ClassModel type, String port, CodeTransform transform) {
    String folder = port.substring(0, port.lastIndexOf('/') + 1);
    boolean isAdapter =
        type.thisClass().asInternalName().startsWith(folder)
            && type.interfaces().stream().anyMatch(each -> each.asInternalName().equals(port));
    return isAdapter ? Optional.of(transform) : Optional.empty();
  }

  private static void skew(CodeBuilder builder, CodeElement element) {
    if (element instanceof ReturnInstruction) {
      builder.invokestatic(FAULTS, "skewed", MethodTypeDesc.of(CLOCK, CLOCK));
    }
    builder.with(element);
  }

  /**
   * Reports at the entry and at every return.
   *
   * @param subject the number of the argument that tells one call from another
   */
  private record Points(String method, int subject) implements CodeTransform {
    private static final MethodTypeDesc AT =
        MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String, ConstantDescs.CD_Object);

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

    private void report(CodeBuilder builder, String side) {
      builder.loadConstant(side).aload(subject).invokestatic(FAIL_POINT, "at", AT);
    }
  }

  /** Answers in the place of the store. */
  private record Throttle() implements CodeTransform {
    private static final MethodTypeDesc ASKED = MethodTypeDesc.of(ConstantDescs.CD_boolean);
    private static final MethodTypeDesc WITH_REASON =
        MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String);

    @Override
    public void atStart(CodeBuilder builder) {
      builder
          .invokestatic(FAULTS, "throttled", ASKED)
          .ifThen(
              answer ->
                  answer
                      .new_(COME_BACK_LATER)
                      .dup()
                      .loadConstant("the store asks to come back later")
                      .invokespecial(COME_BACK_LATER, ConstantDescs.INIT_NAME, WITH_REASON)
                      .areturn());
    }

    @Override
    public void accept(CodeBuilder builder, CodeElement element) {
      builder.with(element);
    }
  }
}
