locals {
  # Names, not references: a queue's policy is part of the queue, so that no queue is ever without it.
  queue_arns = {
    for queue, suffix in { events = "", dead_letter = "-dead-letter", undelivered = "-undelivered" } :
    queue => "arn:${local.partition}:sqs:${local.region}:${local.account}:${var.name}${suffix}"
  }
  rule_arns         = [for rule in aws_cloudwatch_event_rule.this : rule.arn]
  retention_seconds = 14 * 24 * 60 * 60
}

resource "aws_sqs_queue" "events" {
  name                       = var.name
  visibility_timeout_seconds = var.visibility_timeout_seconds
  message_retention_seconds  = local.retention_seconds
  receive_wait_time_seconds  = 20
  sqs_managed_sse_enabled    = var.queue_kms_key_arn == null ? true : null
  kms_master_key_id          = var.queue_kms_key_arn
  policy                     = data.aws_iam_policy_document.from_rules["events"].json
  tags                       = var.tags

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letter.arn
    maxReceiveCount     = var.max_receive_count
  })
}

# What the worker received too often.
resource "aws_sqs_queue" "dead_letter" {
  name                      = "${var.name}-dead-letter"
  message_retention_seconds = local.retention_seconds
  sqs_managed_sse_enabled   = var.queue_kms_key_arn == null ? true : null
  kms_master_key_id         = var.queue_kms_key_arn
  policy                    = data.aws_iam_policy_document.tls_only.json
  tags                      = var.tags
}

# What EventBridge could not put into the queue. Never under the customer's key: a key that
# EventBridge may not use is one of the reasons for which an event ends here.
resource "aws_sqs_queue" "undelivered" {
  name                      = "${var.name}-undelivered"
  message_retention_seconds = local.retention_seconds
  sqs_managed_sse_enabled   = true
  policy                    = data.aws_iam_policy_document.from_rules["undelivered"].json
  tags                      = var.tags
}

data "aws_iam_policy_document" "from_rules" {
  for_each = toset(["events", "undelivered"])

  statement {
    sid       = "TheRulesSend"
    actions   = ["sqs:SendMessage"]
    resources = [local.queue_arns[each.key]]

    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = local.rule_arns
    }
  }

  statement {
    sid       = "NothingWithoutTls"
    effect    = "Deny"
    actions   = ["sqs:*"]
    resources = [local.queue_arns[each.key]]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

data "aws_iam_policy_document" "tls_only" {
  statement {
    sid       = "NothingWithoutTls"
    effect    = "Deny"
    actions   = ["sqs:*"]
    resources = [local.queue_arns.dead_letter]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}
