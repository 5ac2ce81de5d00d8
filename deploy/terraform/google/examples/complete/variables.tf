variable "project_id" {
  description = "Id of the project that holds the secrets."
  type        = string
}

variable "secret_names" {
  description = "Names of the secrets, which exist, that feed data sources."
  type        = list(string)
}
