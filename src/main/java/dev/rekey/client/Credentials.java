package dev.rekey.client;

/** What is exchanged for a token. */
record Credentials(String clientId, String clientSecret) {
  @Override
  public String toString() {
    return "Credentials[clientId=" + clientId + "]";
  }
}
