output "rekey_yaml" {
  description = "What config/rekey.yaml of the worker needs."
  value       = <<-YAML
    rekey:
      events:
        sqs:
          queues:
            - url: ${aws_sqs_queue.events.url}
              region: ${local.region}
  YAML
}

output "secret_refs" {
  description = "How bindings name the secrets of secret_arns; those given with * are left out."
  value       = [for arn in var.secret_arns : "aws-sm://${split(":", arn)[3]}/${arn}" if !endswith(arn, "*")]
}

output "queue_url" {
  description = "URL of the queue that the worker reads."
  value       = aws_sqs_queue.events.url
}

output "queue_arn" {
  description = "ARN of the queue that the worker reads."
  value       = aws_sqs_queue.events.arn
}

output "dead_letter_queue_url" {
  description = "URL of the queue with the messages that were received too often."
  value       = aws_sqs_queue.dead_letter.url
}

output "undelivered_queue_url" {
  description = "URL of the queue with the events that EventBridge could not deliver."
  value       = aws_sqs_queue.undelivered.url
}

output "policy_arn" {
  description = "ARN of the IAM policy that the worker's role needs."
  value       = aws_iam_policy.worker.arn
}

output "queue_key_policy_statement" {
  description = "The statement that the key policy of queue_kms_key_arn must hold, so that EventBridge can send."
  value = jsonencode({
    Sid       = "EventBridgeSendsToRekey"
    Effect    = "Allow"
    Principal = { Service = "events.amazonaws.com" }
    Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
    Resource  = "*"
  })
}
