variable "project_id" {
  description = "Id (not number) of the project that holds the secrets, the topic and the subscription."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project_id))
    error_message = "project_id must be a project's id, such as my-project; its number will not do."
  }
}

variable "name" {
  description = "Name of the topic and the subscription, and the beginning of every other name that the module gives."
  type        = string
  default     = "rekey-secret-events"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z][A-Za-z0-9_.~+-]{2,200}$", var.name)) && !startswith(var.name, "goog")
    error_message = "name takes 3 to 201 letters, digits and . _ ~ + -, begins with a letter, and does not begin with goog."
  }
}

variable "worker_member" {
  description = "Who the worker runs as, in IAM's words: serviceAccount:rekey@my-project.iam.gserviceaccount.com, or principal://... for workload identity."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^(serviceAccount:.+@.+|principal(Set)?://.+)$", var.worker_member))
    error_message = "worker_member must begin with serviceAccount:, principal:// or principalSet://"
  }
}

variable "secrets" {
  description = "Secrets that the module makes, by name, with the notification on; they hold no value until you add a version. locations: the regions of the replicas (empty: Google chooses). Who takes a name out of here deletes that secret."
  type = map(object({
    locations = optional(list(string), [])
    labels    = optional(map(string), {})
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.secrets) : can(regex("^[A-Za-z0-9_-]{1,255}$", name))])
    error_message = "The names of secrets take 1 to 255 letters, digits, hyphens and underscores."
  }
}

variable "existing_secrets" {
  description = "Names of secrets that exist already. The worker may read them; the notification is turned on by the commands in the output enable_notifications."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for name in var.existing_secrets : can(regex("^[A-Za-z0-9_-]{1,255}$", name))])
    error_message = "The names of existing_secrets take 1 to 255 letters, digits, hyphens and underscores; give names, not resource paths."
  }
}

variable "ack_deadline_seconds" {
  description = "For how long a delivered message stays away from other workers. The worker extends it while it needs more."
  type        = number
  default     = 60
  nullable    = false

  validation {
    condition     = var.ack_deadline_seconds >= 10 && var.ack_deadline_seconds <= 600 && floor(var.ack_deadline_seconds) == var.ack_deadline_seconds
    error_message = "ack_deadline_seconds must be a whole number from 10 to 600."
  }
}

variable "max_delivery_attempts" {
  description = "How often a message is delivered before it goes to the dead-letter topic. The worker quarantines what it cannot read, so only messages it never got to settle get there."
  type        = number
  default     = 20
  nullable    = false

  validation {
    condition     = var.max_delivery_attempts >= 5 && var.max_delivery_attempts <= 100 && floor(var.max_delivery_attempts) == var.max_delivery_attempts
    error_message = "max_delivery_attempts must be a whole number from 5 to 100."
  }
}

variable "push" {
  description = "Have Pub/Sub call the worker instead of the worker asking. endpoint: the worker's push URL; service_account_email: the account of project_id whose OIDC tokens come with the calls; audience: what the tokens are for. null: the worker asks (pull)."
  type = object({
    endpoint              = string
    service_account_email = string
    audience              = string
  })
  default = null

  validation {
    condition     = var.push == null ? true : startswith(var.push.endpoint, "https://")
    error_message = "push.endpoint must begin with https://: Pub/Sub calls nothing else, and the token must not be read on the way."
  }

  validation {
    condition     = var.push == null ? true : can(regex("^[^@]+@.+$", var.push.service_account_email)) && var.push.audience != ""
    error_message = "push.service_account_email must be the e-mail of a service account, and push.audience may not be empty: the worker refuses tokens that are for somebody else."
  }
}

variable "labels" {
  description = "Labels of everything the module makes."
  type        = map(string)
  default     = {}
  nullable    = false
}
