terraform {
  required_version = ">= 1.5"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = ">= 5.0, < 8.0"
    }
  }
}

provider "google" {
  project = var.project_id
}

resource "google_project_service" "needed" {
  for_each = toset(["pubsub.googleapis.com", "secretmanager.googleapis.com"])

  service = each.value

  # Others in the project may use them.
  disable_on_destroy = false
}

resource "google_service_account" "worker" {
  account_id   = "rekey-worker"
  display_name = "Rekey worker"
}

module "rekey" {
  source = "../.."

  project_id       = var.project_id
  worker_member    = google_service_account.worker.member
  existing_secrets = var.secret_names

  labels = { application = "rekey" }

  depends_on = [google_project_service.needed]
}
