package dev.rekey.api.service;

import dev.rekey.api.v1.AskedRotation;
import dev.rekey.api.v1.BindingPlan;
import dev.rekey.api.v1.ReplayEventResponse;
import dev.rekey.datasource.InvalidFieldException;
import dev.rekey.rotation.RotationRequests;
import dev.rekey.secret.SecretRef;
import java.util.List;
import java.util.Optional;

/** What is asked of the worker, and what it answers, on the wire. Names keys, never a value. */
final class RequestMapper {
  // Longer than any store allows: the longest ARN of AWS has 2048 characters.
  private static final int LONGEST_SECRET = 2100;
  private static final int LONGEST_NAME = 128;

  private static final int DEFAULT_PAGE = 100;
  private static final int LARGEST_PAGE = 1000;

  private RequestMapper() {}

  /**
   * @throws InvalidFieldException when the text is no reference of a secret
   */
  static SecretRef secret(String text) {
    String given = required("secret", text, LONGEST_SECRET);
    try {
      return SecretRef.parse(given);
    } catch (IllegalArgumentException malformed) {
      throw new InvalidFieldException("secret", malformed.getMessage());
    }
  }

  /** The name of the data source that is meant. */
  static String oneDataSource(String text) {
    return required("data_source", text, LONGEST_NAME);
  }

  /** The name of one data source, or empty for all. */
  static Optional<String> dataSource(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(oneDataSource(text));
  }

  static String id(String text) {
    return required("id", text, LONGEST_NAME);
  }

  private static String required(String field, String text, int longest) {
    if (text.isBlank()) {
      throw new InvalidFieldException(field, "is required");
    }
    if (text.length() > longest) {
      throw new InvalidFieldException(field, "is longer than " + longest + " characters");
    }
    return text;
  }

  static AskedRotation asked(RotationRequests.Asked asked) {
    return AskedRotation.newBuilder()
        .setRotationId(asked.rotationId())
        .setDataSource(asked.dataSource().name())
        .setJoined(asked.joined())
        .build();
  }

  /** Tells nothing of other environments but how many rotations there are. */
  static ReplayEventResponse replayed(
      SecretRef secret, List<RotationRequests.Asked> asked, String environment) {
    List<AskedRotation> here =
        asked.stream()
            .filter(each -> each.dataSource().environment().equals(environment))
            .map(RequestMapper::asked)
            .toList();
    return ReplayEventResponse.newBuilder()
        .setSecret(secret.toString())
        .addAllRotations(here)
        .setElsewhere(asked.size() - here.size())
        .build();
  }

  static BindingPlan plan(RotationRequests.BindingPlan plan) {
    BindingPlan.Builder wire =
        BindingPlan.newBuilder()
            .setBindingId(plan.bindingId())
            .setDataSource(plan.dataSource().name())
            .addAllChangedKeys(plan.keys())
            .setDetail(plan.detail());
    plan.version().ifPresent(version -> wire.setSecretVersion(version.id()));
    plan.test()
        .ifPresent(
            result ->
                wire.setVerdict(RotationMapper.word(result.verdict()))
                    .setMessage(result.message()));
    return wire.build();
  }

  /**
   * How many are asked for.
   *
   * @throws InvalidFieldException for {@code page_size}
   */
  static int pageSize(int wish) {
    if (wish < 0) {
      throw new InvalidFieldException("page_size", "is negative");
    }
    return wish == 0 ? DEFAULT_PAGE : Math.min(wish, LARGEST_PAGE);
  }
}
