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

for copy in first second; do
  mkdir "$work/$copy"
  git archive HEAD | tar -x -C "$work/$copy"
  (cd "$work/$copy" && $mvn -q package -Psbom -DskipTests -Dspotless.check.skip=true)
  (cd "$work/$copy/target" && find quarkus-app sbom -type f ! -name '*.dat' -exec sha256sum {} + && sha256sum -- *-client.jar) |
    sort -k2 > "$work/$copy.sums"
done
diff "$work/first.sums" "$work/second.sums" > "$work/differences" ||
  fail "two builds differ:
$(cat "$work/differences")"
mkdir -p target/sbom
cp "$work/first/target/sbom/rekey.cdx.json" target/sbom/
"$java" -cp "target/test-classes:target/classes:$(cat target/test.classpath)" dev.rekey.deploy.Licences target/sbom/rekey.cdx.json
echo "Version $version: $(wc -l < "$work/first.sums") files are the same in two builds; target/sbom/rekey.cdx.json says what is in them."
