package dev.rekey.deploy;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where terraform gets a provider without asking the network of its own accord: from wherever the
 * user's CLI configuration says, else from a filesystem mirror in one of the usual folders.
 */
final class Providers {
  private static final String REGISTRY = "registry.terraform.io";
  private static final int LEVELS_BELOW = 3;

  private Providers() {}

  /** The options of {@code terraform init} that may get a provider, the ones to try first first. */
  static List<List<String>> initOptions(String provider) {
    var options = new ArrayList<List<String>>();
    if (cliConfiguration().isPresent()) {
      options.add(List.of());
    }
    mirrorRoots()
        .flatMap(root -> mirrorsBelow(root).stream())
        .filter(mirror -> Files.isDirectory(mirror.resolve(REGISTRY).resolve(provider)))
        .findFirst()
        .ifPresent(mirror -> options.add(List.of("-plugin-dir=" + mirror.toAbsolutePath())));
    return options;
  }

  /** The user's CLI configuration, when there is one. */
  static Optional<Path> cliConfiguration() {
    return Stream.of(
            Optional.ofNullable(System.getenv("TF_CLI_CONFIG_FILE")).map(Path::of),
            Optional.of(home().resolve(".terraformrc")))
        .flatMap(Optional::stream)
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private static Stream<Path> mirrorRoots() {
    return Stream.of(
        home().resolve(".terraform.d").resolve("plugins"),
        Path.of(File.separator, "opt"),
        Path.of(File.separator, "usr", "share"),
        Path.of(File.separator, "usr", "local", "share"));
  }

  private static List<Path> mirrorsBelow(Path root) {
    var mirrors = new ArrayList<Path>();
    var collector =
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (!Files.isDirectory(folder.resolve(REGISTRY))) {
              return FileVisitResult.CONTINUE;
            }
            mirrors.add(folder);
            return FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
          }
        };
    try {
      Files.walkFileTree(root, EnumSet.noneOf(FileVisitOption.class), LEVELS_BELOW, collector);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return mirrors;
  }

  private static Path home() {
    return Path.of(System.getProperty("user.home"));
  }
}
