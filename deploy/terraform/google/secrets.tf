resource "google_secret_manager_secret" "this" {
  for_each = var.secrets

  project   = var.project_id
  secret_id = each.key
  labels    = merge(var.labels, each.value.labels)

  replication {
    dynamic "auto" {
      for_each = length(each.value.locations) == 0 ? ["auto"] : []
      content {}
    }

    dynamic "user_managed" {
      for_each = length(each.value.locations) == 0 ? [] : ["user_managed"]

      content {
        dynamic "replicas" {
          for_each = each.value.locations

          content {
            location = replicas.value
          }
        }
      }
    }
  }

  topics {
    name = google_pubsub_topic.events.id
  }

  # Secret Manager publishes a trial message when it is told of the topic, and refuses one that it may not use.
  depends_on = [google_pubsub_topic_iam_member.secret_manager_publishes]
}

locals {
  readable_secrets = merge(
    { for name, secret in google_secret_manager_secret.this : name => secret.secret_id },
    { for name in var.existing_secrets : name => name },
  )
}

resource "google_secret_manager_secret_iam_member" "worker_reads_values" {
  for_each = local.readable_secrets

  project   = var.project_id
  secret_id = each.value
  role      = "roles/secretmanager.secretAccessor"
  member    = var.worker_member
}

# To list the versions and their states: the newest enabled one is the current one.
resource "google_secret_manager_secret_iam_member" "worker_lists_versions" {
  for_each = local.readable_secrets

  project   = var.project_id
  secret_id = each.value
  role      = "roles/secretmanager.viewer"
  member    = var.worker_member
}
