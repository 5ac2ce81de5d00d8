package dev.rekey.secret.directory;

import dev.rekey.secret.FetchResult;
import dev.rekey.secret.Secret;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretStore;
import dev.rekey.secret.SecretVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * The secrets below one directory: {@code dir://name} is the entry {@code name} of it.
 *
 * <p>A file is one secret, byte for byte (a JSON object, or any other content). A folder is a JSON
 * object with a text field for each file in it, as Kubernetes mounts secrets; entries that begin
 * with {@code ..} and folders inside it are no fields, and a field that is not UTF-8 is refused,
 * because JSON would change it.
 *
 * <p>A folder that is swapped by its {@code ..data} link is always read as a whole. Where there is
 * no such link, writers have to replace each file by a rename, and a change of several files can be
 * seen half done for a moment. A secret without any content counts as missing, since that is how a
 * file looks to which somebody has just begun to write.
 *
 * <p>The version is a keyed digest of the name and the content, so that equal secrets of different
 * names do not show. Links may lead anywhere inside the directory, not out of it. Thread-safe.
 * Reads block as long as the file system does.
 */
public final class DirectorySecretStore implements SecretStore {
  /** The most that the stores of the clouds take, in bytes. */
  public static final int DEFAULT_MAX_BYTES = 64 * 1024;

  /** More swaps than this during one read are no swaps but a fault. */
  private static final int ATTEMPTS = 10;

  private final Path root;
  private final KeyedDigest digest;
  private final int maxBytes;
  private final FileReader reader;

  /** Reads at most so many bytes of a file. */
  @FunctionalInterface
  interface FileReader {
    byte[] read(Path file, int limit) throws IOException;
  }

  /**
   * @param root need not exist yet
   * @param maxBytes how large a secret may be, over all its fields
   */
  public DirectorySecretStore(Path root, KeyedDigest digest, int maxBytes) {
    this(root, digest, maxBytes, DirectorySecretStore::readFile);
  }

  DirectorySecretStore(Path root, KeyedDigest digest, int maxBytes, FileReader reader) {
    this.root = root;
    this.digest = digest;
    this.maxBytes = maxBytes;
    this.reader = reader;
  }

  @Override
  public FetchResult fetch(SecretRef secret) {
    if (secret.scheme() != SecretRef.Scheme.DIR) {
      throw new IllegalArgumentException("not a secret of a directory: " + secret);
    }
    try {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        Optional<FetchResult> result = tryFetch(secret);
        if (result.isPresent()) {
          return result.get();
        }
      }
    } catch (AccessDeniedException _) {
      return new FetchResult.Denied(secret + " may not be read by this process");
    } catch (IOException e) {
      return new FetchResult.Unavailable(secret + " cannot be read: " + cause(e));
    }
    return absent(secret);
  }

  /** Empty when what was read was taken away meanwhile: look again. */
  private Optional<FetchResult> tryFetch(SecretRef secret) throws IOException {
    try {
      Path home = root.toRealPath();
      Path place = locate(home, secret.name());
      FetchResult result = read(secret, home, place);
      // The files of an old folder are removed one by one after the swap, so a listing that met no
      // missing file may still be short. It is whole if the folder is the current one even now.
      return place.equals(locate(home, secret.name())) ? Optional.of(result) : Optional.empty();
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  private static Path locate(Path home, String name) throws IOException {
    Path place = home.resolve(name).toRealPath();
    Path data = place.resolve("..data");
    return Files.exists(data, LinkOption.NOFOLLOW_LINKS) ? data.toRealPath() : place;
  }

  private FetchResult read(SecretRef secret, Path home, Path place) throws IOException {
    if (!place.startsWith(home)) {
      return new FetchResult.Denied(secret + " is a link that leads out of the directory");
    }
    BasicFileAttributes attributes = Files.readAttributes(place, BasicFileAttributes.class);
    if (attributes.isDirectory()) {
      return switch (new FieldFolder(home, place, maxBytes, reader).read()) {
        case FieldFolder.Refused refused ->
            new FetchResult.Denied(secret + " has " + refused.reason());
        case FieldFolder.Fields fields -> found(secret, fields.json());
      };
    }
    if (!attributes.isRegularFile()) {
      return new FetchResult.Denied(secret + " is neither a file nor a folder");
    }
    byte[] content = reader.read(place, maxBytes + 1);
    return content.length > maxBytes
        ? new FetchResult.Denied(secret + " has more than " + maxBytes + " bytes")
        : found(secret, content);
  }

  private FetchResult found(SecretRef secret, byte[] content) {
    if (content.length == 0) {
      return new FetchResult.Missing(secret + " is empty");
    }
    ByteArrayOutputStream digested = new ByteArrayOutputStream();
    digested.writeBytes(secret.name().getBytes(StandardCharsets.UTF_8));
    digested.write(0);
    digested.writeBytes(content);
    SecretVersion version = new SecretVersion(digest.of(digested.toByteArray()));
    return new FetchResult.Found(version, Secret.of(content));
  }

  private FetchResult absent(SecretRef secret) {
    if (!Files.isDirectory(root)) {
      return new FetchResult.Unavailable(secret + " cannot be read: its directory is not there");
    }
    return Files.exists(root.resolve(secret.name()), LinkOption.NOFOLLOW_LINKS)
        ? new FetchResult.Unavailable(secret + " cannot be read: a part of it is not there")
        : new FetchResult.Missing(secret + " is not there");
  }

  private static String cause(IOException e) {
    return e instanceof FileSystemException failed && failed.getReason() != null
        ? failed.getReason()
        : e.getClass().getSimpleName();
  }

  private static byte[] readFile(Path file, int limit) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(limit);
    }
  }
}
