# terraform test: what the module decides by itself, on a mocked provider (terraform 1.7 or later).
mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }

  mock_data "aws_region" {
    defaults = { id = "eu-west-1" }
  }

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }
}

variables {
  secret_arns = ["arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/orders-AbCdEf"]
}

run "without_cloudtrail_there_is_the_native_rule_alone" {
  command = plan

  variables {
    cloudtrail_fallback = false
  }

  assert {
    condition     = keys(aws_cloudwatch_event_rule.this) == ["label-updated"]
    error_message = "The only rule must be label-updated."
  }
}

run "without_prefixes_no_name_is_asked_for" {
  command = plan

  assert {
    condition = jsondecode(aws_cloudwatch_event_rule.this["label-updated"].event_pattern) == {
      source      = ["aws.secretsmanager"]
      detail-type = ["Secret Label Updated"]
      detail      = { labelUpdated = ["AWSCURRENT"] }
    }
    error_message = "The rule must take the label of every secret."
  }

  assert {
    condition     = !can(jsondecode(aws_cloudwatch_event_rule.this["api-calls"].event_pattern).detail.requestParameters)
    error_message = "The rule must take the calls for every secret."
  }
}

run "prefixes_are_asked_for_as_names_and_as_arns" {
  command = plan

  variables {
    secret_name_prefixes = ["prod/"]
  }

  assert {
    condition     = jsondecode(aws_cloudwatch_event_rule.this["label-updated"].event_pattern).detail.name == [{ prefix = "prod/" }]
    error_message = "The native event names the secret."
  }

  assert {
    condition = jsondecode(aws_cloudwatch_event_rule.this["api-calls"].event_pattern).detail.requestParameters.secretId == [
      { prefix = "prod/" },
      { prefix = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/" },
    ]
    error_message = "A call names the secret in either way."
  }
}

run "a_key_of_the_customer_encrypts_all_but_the_undelivered" {
  command = plan

  variables {
    queue_kms_key_arn   = "arn:aws:kms:eu-west-1:111122223333:key/0000-1111"
    secret_kms_key_arns = ["arn:aws:kms:eu-west-1:111122223333:key/2222-3333"]
  }

  assert {
    condition     = aws_sqs_queue.events.kms_master_key_id == var.queue_kms_key_arn && aws_sqs_queue.dead_letter.kms_master_key_id == var.queue_kms_key_arn
    error_message = "The queue and its dead-letter queue must be under the key."
  }

  assert {
    condition     = aws_sqs_queue.undelivered.sqs_managed_sse_enabled
    error_message = "The undelivered must be under the key of SQS."
  }

  assert {
    condition = [
      for statement in data.aws_iam_policy_document.worker.statement :
      [statement.actions, statement.resources, [for condition in statement.condition : [condition.variable, condition.values]]]
      if contains(statement.actions, "kms:Decrypt")
      ] == [
      [toset(["kms:Decrypt"]), toset(var.secret_kms_key_arns), [["kms:ViaService", tolist(["secretsmanager.eu-west-1.amazonaws.com"])]]],
      [toset(["kms:Decrypt"]), toset([var.queue_kms_key_arn]), [["kms:ViaService", tolist(["sqs.eu-west-1.amazonaws.com"])]]],
    ]
    error_message = "The worker must decrypt by Secrets Manager and by SQS, and by nothing else."
  }
}

run "refs_leave_out_what_stands_for_many" {
  command = plan

  variables {
    secret_arns = [
      "arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/*",
      "arn:aws:secretsmanager:us-east-1:111122223333:secret:billing-AbCdEf",
    ]
  }

  assert {
    condition     = output.secret_refs == ["aws-sm://us-east-1/arn:aws:secretsmanager:us-east-1:111122223333:secret:billing-AbCdEf"]
    error_message = "Only a whole ARN is a reference."
  }
}

run "bad_input_is_refused" {
  command = plan

  variables {
    name                       = "no spaces"
    secret_arns                = ["arn:aws:secretsmanager:eu-west-1:111122223333:secret:*"]
    secret_name_prefixes       = ["prod?"]
    visibility_timeout_seconds = 5
    max_receive_count          = 1
    queue_kms_key_arn          = "alias/rekey"
    secret_kms_key_arns        = ["arn:aws:kms:eu-west-1:111122223333:alias/rekey"]
  }

  expect_failures = [
    var.name,
    var.secret_arns,
    var.secret_name_prefixes,
    var.visibility_timeout_seconds,
    var.max_receive_count,
    var.queue_kms_key_arn,
    var.secret_kms_key_arns,
  ]
}
