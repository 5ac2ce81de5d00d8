package dev.rekey.secret.gcp;

/** What a call needs. */
enum Permission {
  ACCESS("secretmanager.versions.access", "roles/secretmanager.secretAccessor"),
  LIST("secretmanager.versions.list", "roles/secretmanager.viewer");

  private final String permission;
  private final String role;

  Permission(String permission, String role) {
    this.permission = permission;
    this.role = role;
  }

  /** The permission on a resource, with the smallest role of Google's that has it. */
  String on(Object resource) {
    return permission + " on " + resource + " (role " + role + ")";
  }
}
