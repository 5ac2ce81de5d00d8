package dev.rekey.api.service;

import dev.rekey.api.v1.Binding;
import dev.rekey.api.v1.BindingOrigin;
import dev.rekey.api.v1.BindingSpec;
import dev.rekey.api.v1.CheckBindingResponse;
import dev.rekey.api.v1.FailureAction;
import dev.rekey.api.v1.OnFailure;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.InvalidFieldException;
import dev.rekey.rotation.BindingRequests.Check;
import dev.rekey.rotation.BindingRules;
import dev.rekey.rotation.Bindings.SetAside;
import dev.rekey.rotation.Terms;
import dev.rekey.rotation.Terms.PreviousRefused;
import dev.rekey.rotation.Terms.PreviousWorks;
import dev.rekey.rotation.Terms.Unreachable;
import java.time.Duration;
import java.util.Optional;

/** Bindings on the wire. */
final class BindingMapper {
  private static final String PREFIX = "FAILURE_ACTION_";

  private BindingMapper() {}

  static Binding binding(dev.rekey.rotation.Binding binding, boolean configured) {
    return wire(binding)
        .setOrigin(
            configured
                ? BindingOrigin.BINDING_ORIGIN_CONFIGURATION
                : BindingOrigin.BINDING_ORIGIN_STORE)
        .build();
  }

  static Binding setAside(SetAside setAside) {
    return wire(setAside.binding())
        .setOrigin(BindingOrigin.BINDING_ORIGIN_STORE)
        .setSetAside(setAside.why())
        .build();
  }

  private static Binding.Builder wire(dev.rekey.rotation.Binding binding) {
    Terms.OnFailure onFailure = binding.onFailure();
    Binding.Builder wire =
        Binding.newBuilder()
            .setId(binding.id())
            .setSecret(binding.secret().toString())
            .setEnvironmentId(binding.dataSource().environment())
            .setDataSource(binding.dataSource().name())
            .setPreflight(binding.preflight())
            .setOnFailure(
                OnFailure.newBuilder()
                    .setPreviousWorks(action(onFailure.previousWorks()))
                    .setPreviousRefused(action(onFailure.previousRefused()))
                    .setUnreachable(action(onFailure.unreachable())));
    binding.settleWindow().map(Duration::toMillis).ifPresent(wire::setSettleWindowMillis);
    binding.keys().forEach((key, mapping) -> wire.putKeys(key, mapping.toString()));
    return wire;
  }

  private static FailureAction action(Enum<?> action) {
    return FailureAction.valueOf(PREFIX + action.name());
  }

  /**
   * A binding as a caller wants it.
   *
   * @throws InvalidFieldException for the first field that cannot be read
   */
  static dev.rekey.rotation.Binding wanted(String environment, BindingSpec spec) {
    return new dev.rekey.rotation.Binding(
        RequestMapper.secret(spec.getSecret()),
        new DataSourceRef(environment, RequestMapper.oneDataSource(spec.getDataSource())),
        BindingRules.keys(spec.getKeysMap()),
        spec.hasSettleWindowMillis()
            ? Optional.of(Duration.ofMillis(spec.getSettleWindowMillis()))
            : Optional.empty(),
        spec.getPreflight(),
        onFailure(spec.getOnFailure()));
  }

  private static Terms.OnFailure onFailure(OnFailure wire) {
    Terms.OnFailure usual = Terms.OnFailure.DEFAULT;
    return new Terms.OnFailure(
        wanted("previous_works", wire.getPreviousWorks(), PreviousWorks.class)
            .orElse(usual.previousWorks()),
        wanted("previous_refused", wire.getPreviousRefused(), PreviousRefused.class)
            .orElse(usual.previousRefused()),
        wanted("unreachable", wire.getUnreachable(), Unreachable.class)
            .orElse(usual.unreachable()));
  }

  private static <E extends Enum<E>> Optional<E> wanted(
      String field, FailureAction action, Class<E> type) {
    if (action == FailureAction.FAILURE_ACTION_UNSPECIFIED) {
      return Optional.empty();
    }
    for (E each : type.getEnumConstants()) {
      if (action.name().equals(PREFIX + each.name())) {
        return Optional.of(each);
      }
    }
    throw new InvalidFieldException("on_failure." + field, "is none that can be chosen here");
  }

  static CheckBindingResponse check(Check check) {
    return CheckBindingResponse.newBuilder()
        .setRefusal(check.refusal().orElse(""))
        .setSecretProblem(check.secretProblem().orElse(""))
        .setKind(check.kind().map(Enum::name).orElse(""))
        .addAllKeys(check.keys())
        .build();
  }
}
