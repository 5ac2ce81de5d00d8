locals {
  secret_regions = distinct([for arn in var.secret_arns : split(":", arn)[3]])
}

data "aws_iam_policy_document" "worker" {
  statement {
    sid       = "TakeEvents"
    actions   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes"]
    resources = [local.queue_arns.events]
  }

  statement {
    sid       = "ReadSecrets"
    actions   = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"]
    resources = var.secret_arns
  }

  dynamic "statement" {
    for_each = length(var.secret_kms_key_arns) > 0 ? ["secrets"] : []

    content {
      sid       = "DecryptSecrets"
      actions   = ["kms:Decrypt"]
      resources = var.secret_kms_key_arns

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = [for region in local.secret_regions : "secretsmanager.${region}.${local.dns_suffix}"]
      }
    }
  }

  dynamic "statement" {
    for_each = var.queue_kms_key_arn == null ? [] : ["queue"]

    content {
      sid       = "DecryptEvents"
      actions   = ["kms:Decrypt"]
      resources = [var.queue_kms_key_arn]

      condition {
        test     = "StringEquals"
        variable = "kms:ViaService"
        values   = ["sqs.${local.region}.${local.dns_suffix}"]
      }
    }
  }
}

resource "aws_iam_policy" "worker" {
  # IAM knows no regions, and the module may be applied in several.
  name        = "${var.name}-worker-${local.region}"
  description = "What a Rekey worker needs: its queue and its secrets, to read"
  policy      = data.aws_iam_policy_document.worker.json
  tags        = var.tags
}

resource "aws_iam_role_policy_attachment" "worker" {
  count = length(var.worker_role_names)

  role       = var.worker_role_names[count.index]
  policy_arn = aws_iam_policy.worker.arn
}
