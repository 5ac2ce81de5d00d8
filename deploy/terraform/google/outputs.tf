locals {
  pull_yaml = <<-YAML
    rekey:
      events:
        pubsub:
          subscriptions:
            - ${google_pubsub_subscription.events.id}
      secret-stores:
        google:
          projects:
            ${var.project_id}: "${data.google_project.this.number}"
  YAML

  # Pub/Sub answers nobody who asks a subscription that it pushes.
  push_yaml = var.push == null ? "" : <<-YAML
    rekey:
      events:
        pubsub:
          push:
            enabled: true
            audience: ${var.push.audience}
            service-account: ${var.push.service_account_email}
      secret-stores:
        google:
          projects:
            ${var.project_id}: "${data.google_project.this.number}"
  YAML
}

output "rekey_yaml" {
  description = "What config/rekey.yaml of the worker needs. With push it names no subscription."
  value       = var.push == null ? local.pull_yaml : local.push_yaml
}

output "secret_refs" {
  description = "How bindings name the secrets."
  value       = [for name in sort(keys(local.readable_secrets)) : "gcp-sm://${var.project_id}/${name}"]
}

output "enable_notifications" {
  description = "Commands that turn the notification on for existing_secrets. Run each once; a secret takes up to 10 topics."
  value = [
    for name in var.existing_secrets :
    "gcloud secrets update ${name} --project=${var.project_id} --add-topics=${google_pubsub_topic.events.id}"
  ]
}

output "disable_notifications" {
  description = "Commands that turn the notification off again. Run each before the module is destroyed."
  value = [
    for name in var.existing_secrets :
    "gcloud secrets update ${name} --project=${var.project_id} --remove-topics=${google_pubsub_topic.events.id}"
  ]
}

output "topic_id" {
  description = "Topic that Secret Manager publishes to."
  value       = google_pubsub_topic.events.id
}

output "subscription_id" {
  description = "Subscription that the worker reads."
  value       = google_pubsub_subscription.events.id
}

output "dead_letter_subscription_id" {
  description = "Subscription with the messages that were delivered too often."
  value       = google_pubsub_subscription.dead_letter.id
}
