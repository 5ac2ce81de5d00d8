package dev.rekey.client;

import dev.rekey.api.v1.AdminServiceGrpc;
import dev.rekey.api.v1.DiagnoseRequest;
import dev.rekey.api.v1.GetKeyRotationRequest;
import dev.rekey.api.v1.ListCallsRequest;
import dev.rekey.api.v1.RotateKeysRequest;
import dev.rekey.api.v1.WhoAmIRequest;
import java.util.List;

/**
 * For whoever runs the worker. Needs the permission {@code worker.admin}, but for {@link #whoAmI}.
 *
 * <p>Calls block until the server has answered or the client's deadline has passed, and may be made
 * from many threads at once. Every method throws {@link RekeyException} when its call does not
 * succeed, and {@link UnimplementedException} when the server is not Rekey.
 */
public final class Admin {
  private final Calls calls;

  Admin(Calls calls) {
    this.calls = calls;
  }

  /**
   * Who the client is to the server, and what it may do there.
   *
   * {@snippet class="ExamplesTest" region="admin.whoAmI"}
   */
  public Caller whoAmI() {
    return Wire.caller(
        calls.read(AdminServiceGrpc.getWhoAmIMethod(), WhoAmIRequest.getDefaultInstance()));
  }

  /**
   * The newest calls of the API in the client's environment, newest first.
   *
   * {@snippet
   * class="ExamplesTest" region="admin.calls"}
   *
   * @param limit at most this many: 1 to 1000
   */
  public List<CallEntry> calls(int limit) {
    return calls(limit, "");
  }

  /**
   * @param client the id of one client, or empty for all
   */
  public List<CallEntry> calls(int limit, String client) {
    return calls
        .read(
            AdminServiceGrpc.getListCallsMethod(),
            ListCallsRequest.newBuilder().setPageSize(limit).setClient(client).build())
        .getCallsList()
        .stream()
        .map(Wire::callEntry)
        .toList();
  }

  /**
   * Begins to seal every value of the store under a new key, unless that is under way already.
   *
   * {@snippet class="ExamplesTest" region="admin.rotateKeys"}
   */
  public KeyRotation rotateKeys() {
    return Wire.keyRotation(
        calls
            .call(AdminServiceGrpc.getRotateKeysMethod(), RotateKeysRequest.getDefaultInstance())
            .getRotation());
  }

  /**
   * How far that is.
   *
   * {@snippet class="ExamplesTest" region="admin.keyRotation"}
   */
  public KeyRotation keyRotation() {
    return Wire.keyRotation(
        calls
            .read(
                AdminServiceGrpc.getGetKeyRotationMethod(),
                GetKeyRotationRequest.getDefaultInstance())
            .getRotation());
  }

  /**
   * What the worker finds when it looks at its store, its event sources, the bound secrets and the
   * bindings.
   *
   * {@snippet class="ExamplesTest" region="admin.diagnose"}
   */
  public List<Finding> diagnose() {
    return calls
        .call(AdminServiceGrpc.getDiagnoseMethod(), DiagnoseRequest.getDefaultInstance())
        .getFindingsList()
        .stream()
        .map(Wire::finding)
        .toList();
  }
}
