locals {
  # A caller may name a secret by its name or by its ARN; CloudTrail records what was written.
  name_filter = [for prefix in var.secret_name_prefixes : { prefix = prefix }]
  id_filter = concat(local.name_filter, [
    for prefix in var.secret_name_prefixes :
    { prefix = "arn:${local.partition}:secretsmanager:${local.region}:${local.account}:secret:${prefix}" }
  ])
  narrowed = length(var.secret_name_prefixes) > 0

  native_rules = {
    label-updated = {
      description = "A version of a secret became the current one"
      detail_type = "Secret Label Updated"
      detail = merge(
        { labelUpdated = ["AWSCURRENT"] },
        { for field, filter in { name = local.name_filter } : field => filter if local.narrowed },
      )
    }
  }

  cloudtrail_rules = {
    service-events = {
      description = "A rotation of a secret ended, as CloudTrail tells it"
      detail_type = "AWS Service Event via CloudTrail"
      detail = {
        eventSource = ["secretsmanager.amazonaws.com"]
        eventName   = ["RotationSucceeded", "RotationFailed", "RotationAbandoned"]
      }
    }
    api-calls = {
      description = "Somebody wrote, moved or deleted a version of a secret, as CloudTrail tells it"
      detail_type = "AWS API Call via CloudTrail"
      detail = merge(
        {
          eventSource = ["secretsmanager.amazonaws.com"]
          eventName   = ["PutSecretValue", "UpdateSecret", "UpdateSecretVersionStage", "DeleteSecret"]
          # A call that failed changed nothing.
          errorCode = [{ exists = false }]
        },
        { for field, filter in { requestParameters = { secretId = local.id_filter } } : field => filter if local.narrowed },
      )
    }
  }

  rules = merge(local.native_rules, { for name, rule in local.cloudtrail_rules : name => rule if var.cloudtrail_fallback })
}

resource "aws_cloudwatch_event_rule" "this" {
  for_each = local.rules

  name        = "${var.name}-${each.key}"
  description = each.value.description
  tags        = var.tags

  event_pattern = jsonencode({
    source      = ["aws.secretsmanager"]
    detail-type = [each.value.detail_type]
    detail      = each.value.detail
  })
}

resource "aws_cloudwatch_event_target" "queue" {
  for_each = local.rules

  rule      = aws_cloudwatch_event_rule.this[each.key].name
  target_id = "rekey"
  arn       = aws_sqs_queue.events.arn

  dead_letter_config {
    arn = aws_sqs_queue.undelivered.arn
  }

  retry_policy {
    maximum_event_age_in_seconds = 86400
    maximum_retry_attempts       = 185
  }
}
