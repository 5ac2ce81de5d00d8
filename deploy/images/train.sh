#!/bin/sh
# Starts a packaged worker once, and keeps what its JVM learns: train.sh <java> <folder of the packaged worker>.
# Leaves rekey.aot there, and rekey.args, the options with which that java uses it:
#   java @rekey.args dev.rekey.app.Main
# The class path is flat, because the archive takes no classes of other loaders than the JVM's own.
set -eu
java=$1
app=$2
port=${TRAIN_PORT:-47090}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

classes=$app/quarkus/transformed-bytecode.jar:$app/quarkus/generated-bytecode.jar
for jar in "$app"/app/*.jar "$app"/lib/main/*.jar "$app"/lib/boot/*.jar; do
  classes=$classes:$jar
done
rm -f "$app/rekey.aot"
{ grep -v '^#' "$(dirname "$0")/jvm.options"; printf -- '-cp\n"%s"\n' "$classes"; } > "$app/rekey.args"

mkdir "$work/secrets"
cat > "$work/rekey.yaml" <<YAML
rekey:
  data-dir: $work/data
  http: {port: $((port + 1)), management-port: $port}
  secret-stores: {directory: {path: $work/secrets}}
YAML
export REKEY_CONFIG=$work/rekey.yaml REKEY_HTTP_MANAGEMENT_PORT=$port
"$java" @"$app/rekey.args" -Djava.io.tmpdir="$work" -XX:AOTCacheOutput="$app/rekey.aot" \
  dev.rekey.app.Main > "$work/log" 2>&1 &
worker=$!
until "$java" @"$app/rekey.args" dev.rekey.app.Main probe; do
  kill -0 "$worker" 2>/dev/null || { cat "$work/log" >&2; exit 1; }
  sleep 1
done
kill "$worker"
wait "$worker" || { cat "$work/log" >&2; exit 1; }
[ -s "$app/rekey.aot" ] || { cat "$work/log" >&2; exit 1; }
echo "-XX:AOTCache=$app/rekey.aot" >> "$app/rekey.args"
