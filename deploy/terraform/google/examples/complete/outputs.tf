output "rekey_yaml" {
  description = "Paste into config/rekey.yaml."
  value       = module.rekey.rekey_yaml
}

output "secret_refs" {
  description = "Use in the bindings."
  value       = module.rekey.secret_refs
}

output "enable_notifications" {
  description = "Run these once: they tell Secret Manager to publish."
  value       = module.rekey.enable_notifications
}

output "disable_notifications" {
  description = "Run these before terraform destroy."
  value       = module.rekey.disable_notifications
}

output "worker_service_account" {
  description = "The account that the worker must run as."
  value       = google_service_account.worker.email
}

output "dead_letter_subscription_id" {
  description = "Messages that were delivered too often."
  value       = module.rekey.dead_letter_subscription_id
}
