package dev.rekey.connector.mssql;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.security.PrivateKey;

/**
 * The driver without the libraries of Azure and BouncyCastle, which are not here: a native image is
 * not built with calls of classes that are absent. We fetch tokens of Azure ourselves and give them
 * to the driver; key vaults and keys of PKCS#1 no data source can ask for.
 */
final class WithoutAzureLibraries {
  private WithoutAzureLibraries() {}

  private static UnsupportedOperationException absent(String what) {
    return new UnsupportedOperationException(what + " of the driver's own");
  }

  /** What the server says of who makes tokens. */
  @TargetClass(
      className = "com.microsoft.sqlserver.jdbc.SQLServerConnection",
      innerClass = "SqlFedAuthInfo")
  static final class FedAuthInfo {}

  /** A token. */
  @TargetClass(className = "com.microsoft.sqlserver.jdbc.SqlAuthenticationToken")
  static final class Token {}

  /** Logins and key vaults of Azure. */
  @TargetClass(className = "com.microsoft.sqlserver.jdbc.SQLServerConnection")
  @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // take the places of the driver's
  static final class Connection {
    @Substitute
    private Token getFedAuthToken(FedAuthInfo info) {
      throw absent("logins to Azure");
    }

    @Substitute
    private void setKeyVaultProvider(String client) {
      throw absent("key vaults");
    }

    @Substitute
    private void setKeyVaultProvider(String client, String secret) {
      throw absent("key vaults");
    }
  }

  /** Client certificates whose keys are in the old format. */
  @TargetClass(className = "com.microsoft.sqlserver.jdbc.SQLServerCertificateUtils")
  @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // takes the place of the driver's
  static final class Certificates {
    @Substitute
    private static PrivateKey loadPrivateKeyFromPKCS1(String path, String password) {
      throw absent("keys of PKCS#1");
    }
  }

  /** For enclaves. */
  @TargetClass(className = "com.microsoft.sqlserver.jdbc.SQLServerBouncyCastleLoader")
  @SuppressWarnings("UnusedMethod") // takes the place of the driver's
  static final class BouncyCastle {
    @Substitute
    static void loadBouncyCastle() {
      throw absent("enclaves");
    }
  }
}
