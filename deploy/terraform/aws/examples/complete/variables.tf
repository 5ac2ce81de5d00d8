variable "region" {
  description = "AWS region of the secrets and of the queue."
  type        = string
  default     = "eu-west-1"
}

variable "secret_names" {
  description = "Names of the secrets, which exist, that feed data sources."
  type        = list(string)
}

variable "worker_role_names" {
  description = "Names of the IAM roles, which exist, that the worker runs as."
  type        = list(string)
  default     = []
}
