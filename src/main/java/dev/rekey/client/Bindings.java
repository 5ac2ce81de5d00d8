package dev.rekey.client;

import dev.rekey.api.v1.ApplyBindingRequest;
import dev.rekey.api.v1.BindingsServiceGrpc;
import dev.rekey.api.v1.CheckBindingRequest;
import dev.rekey.api.v1.DeleteBindingRequest;
import java.util.List;

/**
 * Which secrets feed the data sources of the client's environment.
 *
 * <p>Calls block until the server has answered or the client's deadline has passed, and may be made
 * from many threads at once. Every method throws {@link RekeyException} when its call does not
 * succeed, and {@link UnimplementedException} when the server is not Rekey.
 */
public final class Bindings {
  private final Calls calls;
  private final Rotations rotations;

  Bindings(Calls calls, Rotations rotations) {
    this.calls = calls;
    this.rotations = rotations;
  }

  /**
   * All bindings, those of the configuration of the worker too.
   *
   * {@snippet class="ExamplesTest" region="bindings.list"}
   */
  public List<Binding> list() {
    return rotations.bindings();
  }

  /**
   * Makes the binding of a secret and a data source, or changes it, and asks for a rotation to the
   * current version of the secret. Does nothing where the very same is there.
   *
   * {@snippet class="ExamplesTest" region="bindings.apply"}
   *
   * @throws InvalidArgumentException when it could never be carried out, or not beside the others
   * @throws FailedPreconditionException when there is no such data source, or when the
   *     configuration of the worker has this binding
   */
  public AppliedBinding apply(BindingSpec wanted) {
    return Wire.applied(
        calls.call(
            BindingsServiceGrpc.getApplyBindingMethod(),
            ApplyBindingRequest.newBuilder().setBinding(Wire.spec(wanted)).build()));
  }

  /**
   * Takes a binding out.
   *
   * {@snippet class="ExamplesTest" region="bindings.delete"}
   *
   * @param dataSource the name of the data source
   * @throws NotFoundException when there is none
   * @throws FailedPreconditionException when it is one of the configuration of the worker
   */
  public void delete(String secret, String dataSource) {
    var _ =
        calls.call(
            BindingsServiceGrpc.getDeleteBindingMethod(),
            DeleteBindingRequest.newBuilder().setSecret(secret).setDataSource(dataSource).build());
  }

  /**
   * What would come of {@link #apply}, and whether the secret can be had. Changes nothing.
   *
   * {@snippet class="ExamplesTest" region="bindings.check"}
   */
  public BindingCheck check(BindingSpec wanted) {
    return Wire.check(
        calls.call(
            BindingsServiceGrpc.getCheckBindingMethod(),
            CheckBindingRequest.newBuilder().setBinding(Wire.spec(wanted)).build()));
  }
}
