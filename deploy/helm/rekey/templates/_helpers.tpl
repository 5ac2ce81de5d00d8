{{- define "rekey.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 53 | trimSuffix "-" }}{{ else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 53 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "rekey.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "rekey.labels" -}}
{{ include "rekey.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "rekey.serviceAccount" -}}
{{- if .Values.serviceAccount.create }}{{ .Values.serviceAccount.name | default (include "rekey.name" .) }}{{ else }}{{ .Values.serviceAccount.name | default "default" }}{{ end }}
{{- end }}

{{- define "rekey.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default (printf "%s%s" .Chart.AppVersion (eq .Values.variant "jvm" | ternary "-jvm" "")) }}
{{- end }}
{{- end }}

{{/* Whether anyone but the pod itself may reach the API. */}}
{{- define "rekey.apiIsOpen" -}}
{{- if or .Values.api.tls.secret .Values.api.allowPlaintext }}true{{ end }}
{{- end }}

{{- define "rekey.resources" -}}
{{- if .Values.resources }}
{{- toYaml .Values.resources }}
{{- else if eq .Values.variant "native" }}
requests: {cpu: 100m, memory: 192Mi}
limits: {memory: 384Mi}
{{- else }}
requests: {cpu: 250m, memory: 384Mi}
limits: {memory: 512Mi}
{{- end }}
{{- end }}

{{/* What cannot work is refused here, with what to do about it. */}}
{{- define "rekey.check" -}}
{{- $postgresql := eq .Values.store.kind "postgresql" }}
{{- if and (gt (int .Values.replicas) 1) (not $postgresql) }}
{{- fail (printf "replicas is %d, and store.kind is sqlite: a SQLite file has one worker. Set replicas: 1, or store.kind: postgresql." (int .Values.replicas)) }}
{{- end }}
{{- if and $postgresql (not .Values.store.postgresql.url) }}
{{- fail "store.kind is postgresql, and store.postgresql.url is empty: give jdbc:postgresql://host:5432/database." }}
{{- end }}
{{- if and $postgresql (not .Values.store.postgresql.password.secret) }}
{{- fail "store.kind is postgresql, and store.postgresql.password.secret is empty: name the Secret that holds the password." }}
{{- end }}
{{- if and $postgresql (ne .Values.masterKey.kind "environment") }}
{{- fail (printf "store.kind is postgresql, and masterKey.kind is %s: a pod's own file would be lost with it, and with it all that is in the store. Set masterKey.kind: environment and masterKey.environment.secret." .Values.masterKey.kind) }}
{{- end }}
{{- if and (eq .Values.masterKey.kind "environment") (not .Values.masterKey.environment.secret) }}
{{- fail "masterKey.kind is environment, and masterKey.environment.secret is empty: name the Secret that holds the keyset." }}
{{- end }}
{{- if and (eq .Values.masterKey.kind "aws-kms") (not (and .Values.masterKey.awsKms.region .Values.masterKey.awsKms.keyId)) }}
{{- fail "masterKey.kind is aws-kms: give masterKey.awsKms.region and masterKey.awsKms.keyId." }}
{{- end }}
{{- if and (eq .Values.masterKey.kind "google-kms") (not .Values.masterKey.googleKms.key) }}
{{- fail "masterKey.kind is google-kms: give masterKey.googleKms.key." }}
{{- end }}
{{- if and $postgresql (not .Values.clients) }}
{{- fail "store.kind is postgresql, and clients is empty: each pod would generate a client of its own, and lose it. Give at least one of clients." }}
{{- end }}
{{- if and .Values.api.tls.clientCertificates (not .Values.api.tls.secret) }}
{{- fail "api.tls.clientCertificates is true, and api.tls.secret is empty: without TLS nobody shows a certificate." }}
{{- end }}
{{- if and .Values.api.tls.secret .Values.api.allowPlaintext }}
{{- fail "api.allowPlaintext is true, and api.tls.secret is given: choose one." }}
{{- end }}
{{- with .Values.events.kafka }}
{{- if and .enabled (not .bootstrapServers) }}
{{- fail "events.kafka.enabled is true, and events.kafka.bootstrapServers is empty: give host:port, with commas between several." }}
{{- end }}
{{- if and .sasl.mechanism (not .sasl.secret) }}
{{- fail (printf "events.kafka.sasl.mechanism is %s, and events.kafka.sasl.secret is empty: name the Secret that holds sasl.jaas.config." .sasl.mechanism) }}
{{- end }}
{{- end }}
{{- if and .Values.serviceAccount.aws.roleArn (not .Values.serviceAccount.create) }}
{{- fail "serviceAccount.aws.roleArn is given, and serviceAccount.create is false: annotate your ServiceAccount yourself, or let the chart make it." }}
{{- end }}
{{- if and .Values.serviceAccount.google.serviceAccount (not .Values.serviceAccount.create) }}
{{- fail "serviceAccount.google.serviceAccount is given, and serviceAccount.create is false: annotate your ServiceAccount yourself, or let the chart make it." }}
{{- end }}
{{- end }}

{{/* rekey.yaml: the values of the chart over what `config` has. */}}
{{- define "rekey.config" -}}
{{- $open := include "rekey.apiIsOpen" . }}
{{- $http := dict "host" (ternary "0.0.0.0" "127.0.0.1" (eq $open "true")) "port" .Values.api.port "management-port" 9000 }}
{{- if .Values.api.allowPlaintext }}{{ $_ := set $http "allow-plaintext" true }}{{ end }}
{{- if .Values.api.tls.secret }}
{{- $tls := dict "certificate" "/etc/rekey/tls/tls.crt" "key" "/etc/rekey/tls/tls.key" }}
{{- if .Values.api.tls.clientCertificates }}{{ $_ := set $tls "client-ca" "/etc/rekey/tls/ca.crt" }}{{ end }}
{{- $_ := set $http "tls" $tls }}
{{- end }}
{{- $store := dict "kind" .Values.store.kind }}
{{- if eq .Values.store.kind "postgresql" }}
{{- $_ := set $store "postgresql" (dict "url" .Values.store.postgresql.url "user" .Values.store.postgresql.user "password-file" (printf "/etc/rekey/store/%s" .Values.store.postgresql.password.key)) }}
{{- end }}
{{- $key := dict "kind" .Values.masterKey.kind }}
{{- if eq .Values.masterKey.kind "aws-kms" }}{{ $_ := set $key "aws-kms" (dict "region" .Values.masterKey.awsKms.region "key-id" .Values.masterKey.awsKms.keyId) }}{{ end }}
{{- if eq .Values.masterKey.kind "google-kms" }}{{ $_ := set $key "google-kms" (dict "key" .Values.masterKey.googleKms.key) }}{{ end }}
{{- $events := dict "directory" (dict "enabled" (gt (len .Values.mountedSecrets) 0)) }}
{{- with .Values.events.sqs.queues }}{{ $_ := set $events "sqs" (dict "queues" .) }}{{ end }}
{{- with .Values.events.pubsub.subscriptions }}{{ $_ := set $events "pubsub" (dict "subscriptions" .) }}{{ end }}
{{- with .Values.events.kafka }}
{{- if .enabled }}
{{- $properties := deepCopy .properties }}
{{- $protocol := printf "%s%s" (ternary "SASL_" "" (ne .sasl.mechanism "")) (ternary "SSL" "PLAINTEXT" .tls.enabled) }}
{{- if ne $protocol "PLAINTEXT" }}{{ $_ := set $properties "security.protocol" $protocol }}{{ end }}
{{- if .sasl.mechanism }}
{{- $_ := set $properties "sasl.mechanism" .sasl.mechanism }}
{{- $_ := set $properties "sasl.jaas.config" "${SASL_JAAS_CONFIG}" }}
{{- end }}
{{- if .tls.caSecret }}
{{- $_ := set $properties "ssl.truststore.type" "PEM" }}
{{- $_ := set $properties "ssl.truststore.location" (printf "/etc/rekey/kafka/%s" .tls.caKey) }}
{{- end }}
{{- $kafka := dict "enabled" true "bootstrap-servers" .bootstrapServers "topic" .topic "group-id" .groupId }}
{{- if $properties }}{{ $_ := set $kafka "properties" $properties }}{{ end }}
{{- $_ := set $events "kafka" $kafka }}
{{- end }}
{{- end }}
{{- $own := dict "data-dir" "/var/lib/rekey/data" "http" $http "store" $store "master-key" $key "events" $events "environments" .Values.environments }}
{{- $_ := set $own "secret-stores" (dict "directory" (dict "path" "/etc/rekey/secrets")) }}
{{- $_ := set $own "worker" (dict "drain" (printf "%ds" (int .Values.drainSeconds))) }}
{{- with .Values.bindings }}{{ $_ := set $own "bindings" . }}{{ end }}
{{- if .Values.clients }}
{{- $clients := list }}
{{- range .Values.clients }}
{{- $clients = append $clients (dict "id" .id "secret-file" (printf "/etc/rekey/clients/%s" .id) "permissions" .permissions "environments" .environments) }}
{{- end }}
{{- $_ := set $own "clients" $clients }}
{{- end }}
{{- toYaml (dict "rekey" (mergeOverwrite (deepCopy .Values.config) $own)) }}
{{- end }}

{{- define "rekey.pod" -}}
metadata:
  labels:
    {{- include "rekey.labels" . | nindent 4 }}
    {{- with .Values.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  annotations:
    # A change of the configuration is a new pod.
    checksum/config: {{ include "rekey.config" . | sha256sum }}
    {{- with .Values.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  serviceAccountName: {{ include "rekey.serviceAccount" . }}
  # The worker does not talk to Kubernetes; IRSA and Workload Identity bring tokens of their own.
  automountServiceAccountToken: false
  enableServiceLinks: false
  # What drains, and a little for the end itself.
  terminationGracePeriodSeconds: {{ add (int .Values.drainSeconds) 20 }}
  {{- with .Values.imagePullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  securityContext:
    {{- toYaml .Values.podSecurityContext | nindent 4 }}
  containers:
    - name: rekey
      image: {{ include "rekey.image" . | quote }}
      imagePullPolicy: {{ .Values.image.pullPolicy }}
      ports:
        - name: api
          containerPort: {{ .Values.api.port }}
        - name: management
          containerPort: 9000
      env:
        - name: REKEY_CONFIG
          value: /etc/rekey/rekey.yaml
        # Kubernetes and Prometheus reach health and metrics from outside of the pod, whoever may reach the API.
        - name: QUARKUS_MANAGEMENT_HOST
          value: 0.0.0.0
        {{- if eq .Values.masterKey.kind "environment" }}
        - name: REKEY_MASTER_KEY
          valueFrom:
            secretKeyRef:
              name: {{ .Values.masterKey.environment.secret }}
              key: {{ .Values.masterKey.environment.key }}
        {{- end }}
        {{- if and .Values.events.kafka.enabled .Values.events.kafka.sasl.mechanism }}
        - name: SASL_JAAS_CONFIG
          valueFrom:
            secretKeyRef:
              name: {{ .Values.events.kafka.sasl.secret }}
              key: {{ .Values.events.kafka.sasl.key }}
        {{- end }}
        {{- with .Values.extraEnv }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      startupProbe:
        httpGet: {path: /q/health/started, port: management}
        periodSeconds: 1
        failureThreshold: 120
      livenessProbe:
        httpGet: {path: /q/health/live, port: management}
        periodSeconds: 10
        timeoutSeconds: 5
      readinessProbe:
        httpGet: {path: /q/health/ready, port: management}
        periodSeconds: 5
        timeoutSeconds: 5
      resources:
        {{- include "rekey.resources" . | nindent 8 }}
      securityContext:
        {{- toYaml .Values.securityContext | nindent 8 }}
      volumeMounts:
        - name: data
          mountPath: /var/lib/rekey
        - name: config
          mountPath: /etc/rekey/rekey.yaml
          subPath: rekey.yaml
          readOnly: true
        {{- if .Values.api.tls.secret }}
        - name: tls
          mountPath: /etc/rekey/tls
          readOnly: true
        {{- end }}
        {{- if eq .Values.store.kind "postgresql" }}
        - name: store
          mountPath: /etc/rekey/store
          readOnly: true
        {{- end }}
        {{- if .Values.clients }}
        - name: clients
          mountPath: /etc/rekey/clients
          readOnly: true
        {{- end }}
        {{- if .Values.events.kafka.tls.caSecret }}
        - name: kafka
          mountPath: /etc/rekey/kafka
          readOnly: true
        {{- end }}
        {{- range $i, $mounted := .Values.mountedSecrets }}
        - name: secret-{{ $i }}
          mountPath: /etc/rekey/secrets/{{ $mounted.name }}
          readOnly: true
        {{- end }}
  volumes:
    - name: config
      configMap:
        name: {{ include "rekey.name" . }}
    {{- if eq .Values.store.kind "postgresql" }}
    # Nothing in it is missed: the state is in the database.
    - name: data
      emptyDir: {}
    - name: store
      secret:
        secretName: {{ .Values.store.postgresql.password.secret }}
        items:
          - key: {{ .Values.store.postgresql.password.key }}
            path: {{ .Values.store.postgresql.password.key }}
    {{- else if .Values.store.sqlite.existingClaim }}
    - name: data
      persistentVolumeClaim:
        claimName: {{ .Values.store.sqlite.existingClaim }}
    {{- end }}
    {{- with .Values.api.tls.secret }}
    - name: tls
      secret:
        secretName: {{ . }}
    {{- end }}
    {{- if .Values.clients }}
    - name: clients
      projected:
        sources:
          {{- range .Values.clients }}
          - secret:
              name: {{ .secret }}
              items:
                - key: {{ .key | default .id }}
                  path: {{ .id }}
          {{- end }}
    {{- end }}
    {{- with .Values.events.kafka.tls.caSecret }}
    - name: kafka
      secret:
        secretName: {{ . }}
    {{- end }}
    {{- range $i, $mounted := .Values.mountedSecrets }}
    - name: secret-{{ $i }}
      secret:
        secretName: {{ $mounted.secret }}
    {{- end }}
  {{- with .Values.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.affinity }}
  affinity:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- if .Values.topologySpreadConstraints }}
  topologySpreadConstraints:
    {{- toYaml .Values.topologySpreadConstraints | nindent 4 }}
  {{- else if gt (int .Values.replicas) 1 }}
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "rekey.selector" . | nindent 10 }}
  {{- end }}
{{- end }}
