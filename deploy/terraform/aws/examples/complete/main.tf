terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0, < 7.0"
    }
  }
}

provider "aws" {
  region = var.region
}

data "aws_secretsmanager_secret" "bound" {
  for_each = toset(var.secret_names)

  name = each.value
}

data "aws_kms_key" "of_secret" {
  # Secrets without a key of their own are under aws/secretsmanager, which asks for no permission.
  for_each = {
    for name, secret in data.aws_secretsmanager_secret.bound : name => secret.kms_key_id
    if secret.kms_key_id != ""
  }

  key_id = each.value
}

module "rekey" {
  source = "../.."

  secret_arns         = [for secret in data.aws_secretsmanager_secret.bound : secret.arn]
  secret_kms_key_arns = distinct([for key in data.aws_kms_key.of_secret : key.arn])
  worker_role_names   = var.worker_role_names

  # A narrow queue: the events of these secrets, and of those whose names begin like them.
  secret_name_prefixes = var.secret_names

  tags = { application = "rekey" }
}
