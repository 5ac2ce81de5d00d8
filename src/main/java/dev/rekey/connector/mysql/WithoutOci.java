package dev.rekey.connector.mysql;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;

/**
 * Connector/J without logins of Oracle's cloud, whose library is not here: a native image is not
 * built with calls of classes that are absent. No data source can ask for that login.
 */
@TargetClass(className = "com.mysql.cj.protocol.a.authentication.AuthenticationOciClient")
final class WithoutOci {
  private WithoutOci() {}

  @Substitute
  @SuppressWarnings("UnusedMethod") // takes the place of the driver's
  private void loadOciConfig() {
    throw new UnsupportedOperationException("logins of Oracle's cloud");
  }
}
