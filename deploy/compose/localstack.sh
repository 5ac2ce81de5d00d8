#!/bin/sh
# What the worker wants of AWS: a queue for events, and a secret.
set -e
awslocal sqs create-queue --queue-name rekey-secret-events
awslocal secretsmanager create-secret --name prod/billing \
  --secret-string '{"username": "billing", "password": "first"}'
