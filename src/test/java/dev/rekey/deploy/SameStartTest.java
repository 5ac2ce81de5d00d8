package dev.rekey.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SameStartTest {
  private static final ClassDesc STRING = ConstantDescs.CD_String;
  private static final MethodTypeDesc TAKES_TEXT = MethodTypeDesc.of(ConstantDescs.CD_void, STRING);

  @TempDir Path folder;

  @Test
  void aStartWithOtherNumbersAndAnotherOrderIsTheSame() throws IOException {
    Path one = jar("one", "io/quarkus/runner/Start", "a", "proxykey7");
    Path other = jar("other", "io/quarkus/runner/Start", "proxykey12", "a");

    assertThat(SameStart.differing(one, other)).isEmpty();
  }

  @Test
  void aStartThatDoesSomethingElseDiffers() throws IOException {
    Path one = jar("one", "io/quarkus/runner/Start", "a", "b");
    Path other = jar("other", "io/quarkus/runner/Start", "a", "c");

    assertThat(SameStart.differing(one, other)).containsExactly("io/quarkus/runner/Start.class");
  }

  @Test
  void anyOtherClassDiffersWhenItsOrderDoes() throws IOException {
    Path one = jar("one", "dev/rekey/Thing", "a", "b");
    Path other = jar("other", "dev/rekey/Thing", "b", "a");

    assertThat(SameStart.differing(one, other)).containsExactly("dev/rekey/Thing.class");
  }

  @Test
  void aClassThatOnlyOneHasDiffers() throws IOException {
    Path one = jar("one", "io/quarkus/runner/Start", "a");
    Path other = jar("other", "io/quarkus/runner/Other", "a");

    assertThat(SameStart.differing(one, other))
        .containsExactly("io/quarkus/runner/Start.class", "io/quarkus/runner/Other.class");
  }

  /** A jar with one class, whose one method uses these texts one after the other. */
  private Path jar(String file, String name, String... texts) throws IOException {
    byte[] bytes =
        ClassFile.of()
            .build(
                ClassDesc.ofInternalName(name),
                type ->
                    type.withMethodBody(
                        "start",
                        MethodTypeDesc.of(ConstantDescs.CD_void),
                        ClassFile.ACC_STATIC,
                        code -> {
                          for (String text : List.of(texts)) {
                            code.loadConstant(text)
                                .invokestatic(ClassDesc.of("x.Steps"), "run", TAKES_TEXT);
                          }
                          code.return_();
                        }));
    Path jar = folder.resolve(file + ".jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      entries.putNextEntry(new ZipEntry(name + ".class"));
      entries.write(bytes);
    }
    return jar;
  }
}
