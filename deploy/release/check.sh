#!/usr/bin/env bash
# What a release has to be: check.sh <java> <command of Maven>. Builds what is committed twice, in two folders.
set -euo pipefail
cd "$(dirname "$0")/../.."
java=$1
mvn=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "NOT READY: $1" >&2; exit 1; }

version=$(sed -n '0,/<version>/s#.*<version>\(.*\)</version>.*#\1#p' pom.xml)
released=${version%-SNAPSHOT}
grep -q "^## $released" CHANGELOG.md || fail "CHANGELOG.md says nothing of $released"
grep -q "^appVersion: $released$" deploy/helm/rekey/Chart.yaml || fail "appVersion of the chart is not $released"
if [ "${RELEASE:-}" ] && [ "$version" != "$RELEASE" ]; then fail "the version is $version, not $RELEASE"; fi
[ -z "$(git status --porcelain)" ] || echo "What is not committed is not looked at." >&2

# Both in one place, because Quarkus keeps the place of application.properties in what it generates.
generated=quarkus-app/quarkus/generated-bytecode.jar
for copy in first second; do
  rm -rf "$work/tree"
  mkdir "$work/tree" "$work/$copy"
  git archive HEAD | tar -x -C "$work/tree"
  (cd "$work/tree" && $mvn -q package -Psbom -DskipTests -Dspotless.check.skip=true)
  (cd "$work/tree/target" && find quarkus-app sbom -type f ! -name '*.dat' ! -path "$generated" -exec sha256sum {} + && sha256sum -- *-client.jar) |
    sort -k2 > "$work/$copy.sums"
  cp "$work/tree/target/$generated" "$work/tree/target/sbom/rekey.cdx.json" "$work/$copy/"
done
diff "$work/first.sums" "$work/second.sums" > "$work/differences" ||
  fail "two builds differ:
$(cat "$work/differences")"
tests="target/test-classes:target/classes:$(cat target/test.classpath)"
"$java" -cp "$tests" dev.rekey.deploy.SameStart "$work/first/generated-bytecode.jar" "$work/second/generated-bytecode.jar" > "$work/differences" ||
  fail "what Quarkus generated differs by more than numbers and order:
$(cat "$work/differences")"
if cmp -s "$work/first/generated-bytecode.jar" "$work/second/generated-bytecode.jar"; then
  same="so is $generated"
else
  same="$generated has the same classes and instructions, but for Quarkus' numbers and order (docs/decisions/0028)"
fi
mkdir -p target/sbom
cp "$work/first/rekey.cdx.json" target/sbom/
"$java" -cp "$tests" dev.rekey.deploy.Licences target/sbom/rekey.cdx.json
echo "Version $version: $(wc -l < "$work/first.sums") files are the same byte for byte in two builds; $same; target/sbom/rekey.cdx.json says what is in them."
