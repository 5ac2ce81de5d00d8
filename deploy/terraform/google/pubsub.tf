resource "google_pubsub_topic" "events" {
  project = var.project_id
  name    = var.name
  labels  = var.labels
}

resource "google_pubsub_topic_iam_member" "secret_manager_publishes" {
  project = var.project_id
  topic   = google_pubsub_topic.events.name
  role    = "roles/pubsub.publisher"
  member  = local.secret_manager_agent
}

resource "google_pubsub_subscription" "events" {
  project                    = var.project_id
  name                       = var.name
  topic                      = google_pubsub_topic.events.id
  ack_deadline_seconds       = var.ack_deadline_seconds
  message_retention_duration = "604800s"
  retain_acked_messages      = false
  labels                     = var.labels

  # Never: by default a subscription that nobody asks for a month is deleted.
  expiration_policy {
    ttl = ""
  }

  retry_policy {
    minimum_backoff = "10s"
    maximum_backoff = "600s"
  }

  dead_letter_policy {
    dead_letter_topic     = google_pubsub_topic.dead_letter.id
    max_delivery_attempts = var.max_delivery_attempts
  }

  dynamic "push_config" {
    for_each = var.push == null ? [] : [var.push]

    content {
      push_endpoint = push_config.value.endpoint

      oidc_token {
        service_account_email = push_config.value.service_account_email
        audience              = push_config.value.audience
      }
    }
  }
}

resource "google_pubsub_subscription_iam_member" "worker_subscribes" {
  project      = var.project_id
  subscription = google_pubsub_subscription.events.name
  role         = "roles/pubsub.subscriber"
  member       = var.worker_member
}

resource "google_service_account_iam_member" "pubsub_makes_tokens" {
  count = var.push == null ? 0 : 1

  service_account_id = "projects/${var.project_id}/serviceAccounts/${var.push.service_account_email}"
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = local.pubsub_agent
}
