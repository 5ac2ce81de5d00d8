variable "name" {
  description = "Name of the queue, and the beginning of every other name that the module gives."
  type        = string
  default     = "rekey-secret-events"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,48}$", var.name))
    error_message = "name takes 1 to 48 letters, digits, hyphens and underscores."
  }
}

variable "secret_arns" {
  description = "Secrets that the worker may read: full ARNs, or ARNs that end with * (such as arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/*)."
  type        = list(string)
  nullable    = false

  validation {
    condition     = length(var.secret_arns) > 0
    error_message = "secret_arns must name at least one secret: a worker that may read none has nothing to do."
  }

  validation {
    condition     = alltrue([for arn in var.secret_arns : can(regex("^arn:[a-z-]+:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[^*].*$", arn))])
    error_message = "Each of secret_arns must be the ARN of a secret, arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME, and may not stand for every secret of the account."
  }
}

variable "secret_name_prefixes" {
  description = "Only events of secrets whose names begin with one of these reach the queue. Empty: of all secrets of the account and region, and the worker passes over those that no binding names."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for prefix in var.secret_name_prefixes : can(regex("^[A-Za-z0-9/_+=.@!-]{1,256}$", prefix))])
    error_message = "Each of secret_name_prefixes takes 1 to 256 characters that a secret's name may have: letters, digits and / _ + = . @ ! -"
  }
}

variable "cloudtrail_fallback" {
  description = "Also take the events that come through CloudTrail: a second notice of each change, and the only ones of a failed rotation and a deleted secret. Needs a trail that logs management events in this region; without one the rules just never match."
  type        = bool
  default     = true
  nullable    = false
}

variable "visibility_timeout_seconds" {
  description = "For how long a received message stays hidden from other workers. The worker extends it while it needs more."
  type        = number
  default     = 60
  nullable    = false

  validation {
    condition     = var.visibility_timeout_seconds >= 30 && var.visibility_timeout_seconds <= 43200 && floor(var.visibility_timeout_seconds) == var.visibility_timeout_seconds
    error_message = "visibility_timeout_seconds must be a whole number from 30 to 43200 (12 hours)."
  }
}

variable "max_receive_count" {
  description = "How often a message is received before it goes to the dead-letter queue. The worker quarantines what it cannot read, so only messages it never got to settle get there."
  type        = number
  default     = 20
  nullable    = false

  validation {
    condition     = var.max_receive_count >= 2 && var.max_receive_count <= 1000 && floor(var.max_receive_count) == var.max_receive_count
    error_message = "max_receive_count must be a whole number from 2 to 1000."
  }
}

variable "queue_kms_key_arn" {
  description = "Customer managed KMS key that encrypts the queue and its dead-letter queue; its key policy must hold the output queue_key_policy_statement. null: a key that SQS manages (SSE-SQS)."
  type        = string
  default     = null

  validation {
    condition     = var.queue_kms_key_arn == null ? true : can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.queue_kms_key_arn))
    error_message = "queue_kms_key_arn must be the ARN of a key, arn:aws:kms:REGION:ACCOUNT:key/ID (an alias will not do)."
  }
}

variable "secret_kms_key_arns" {
  description = "Customer managed KMS keys that encrypt the secrets of secret_arns. Secrets under the key aws/secretsmanager need none."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for arn in var.secret_kms_key_arns : can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", arn))])
    error_message = "Each of secret_kms_key_arns must be the ARN of a key, arn:aws:kms:REGION:ACCOUNT:key/ID (an alias will not do)."
  }
}

variable "worker_role_names" {
  description = "Names of the IAM roles that the worker runs as; the policy is attached to each. Empty: attach the output policy_arn yourself."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "tags" {
  description = "Tags of everything the module makes."
  type        = map(string)
  default     = {}
  nullable    = false
}
