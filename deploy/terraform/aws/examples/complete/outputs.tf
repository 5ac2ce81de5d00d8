output "rekey_yaml" {
  description = "Paste into config/rekey.yaml."
  value       = module.rekey.rekey_yaml
}

output "secret_refs" {
  description = "Use in the bindings."
  value       = module.rekey.secret_refs
}

output "queue_url" {
  description = "The queue that the worker reads."
  value       = module.rekey.queue_url
}

output "dead_letter_queue_url" {
  description = "Messages that were received too often."
  value       = module.rekey.dead_letter_queue_url
}

output "undelivered_queue_url" {
  description = "Events that EventBridge could not deliver."
  value       = module.rekey.undelivered_queue_url
}

output "policy_arn" {
  description = "The policy that the worker's role needs."
  value       = module.rekey.policy_arn
}
