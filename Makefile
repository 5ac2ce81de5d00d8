# Rekey. `make help` lists what can be made.
SHELL := /bin/bash
.DEFAULT_GOAL := help

# A JDK 25: from JAVA_HOME, from the PATH, or from the usual folders; the newest that is at least 25.
JDK := $(shell \
  for home in "$$JAVA_HOME" "$$(dirname "$$(dirname "$$(readlink -f "$$(command -v javac)" 2>/dev/null)")" 2>/dev/null)" \
      /usr/lib/jvm/* /opt/java/* /opt/jdk* /Library/Java/JavaVirtualMachines/*/Contents/Home "$$HOME"/.sdkman/candidates/java/* "$$HOME"/.jdks/*; do \
    [ -x "$$home/bin/javac" ] || continue; \
    version=$$("$$home/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p'); \
    [ "$${version:-0}" -ge 25 ] && { echo "$$home"; break; }; \
  done)
MVN := JAVA_HOME="$(JDK)" ./mvnw -B -ntp
JAVA := "$(JDK)/bin/java"
QUIET := --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow

.PHONY: help jdk test package aot native run demo chaos load bench soak footprint release-check docs format

# How often `make chaos` kills the worker.
ROUNDS := 500
# What measures and demos start: packaged, jar (with one compiler), aot (after make aot) or native.
WORKER := packaged
TEST_MAIN = $(JAVA) $(QUIET) -Dtests.worker=$(WORKER) -cp "target/test-classes:target/classes:$$(cat target/test.classpath)"

help: ## List what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 15

jdk:
	@[ -n "$(JDK)" ] || { echo "Rekey needs a JDK 25, and none was found in JAVA_HOME, on the PATH or in the usual folders. Install one (for example Temurin 25) and set JAVA_HOME to it." >&2; exit 1; }

test: jdk ## Run everything that gates: format, compiler checks, architecture, unit and process tests
	@rm -rf target/not-run
	$(MVN) verify
	@cat target/not-run/*.txt 2>/dev/null || true

package: jdk ## Build the worker into target/quarkus-app, without tests
	$(MVN) -q package -DskipTests

aot: package ## Build it, and train its JVM: target/quarkus-app/rekey.aot and rekey.args
	deploy/images/train.sh $(JAVA) "$(CURDIR)/target/quarkus-app"

native: jdk ## Build the worker as a native executable (needs Mandrel for JDK 25)
	$(MVN) package -Dnative -DskipTests

run: package ## Run the worker with config/rekey.yaml
	$(JAVA) $(QUIET) -jar target/quarkus-app/quarkus-run.jar

demo: package ## Show a good and a bad rotation on a real Kafka and a real PostgreSQL
	$(TEST_MAIN) dev.rekey.demo.Demo

chaos: package ## Kill the worker 500 times and break its world, and check that nothing is lost (ROUNDS=500 SEED=)
	$(TEST_MAIN) dev.rekey.chaos.Chaos $(ROUNDS) $(SEED)

load: WORKER := aot
load: aot ## Measure 4,000 events at once over 5,000 bindings: rate and memory (WORKER=aot, packaged or native)
	$(TEST_MAIN) dev.rekey.chaos.Load

bench: aot ## Measure everything twice, and write docs/benchmarks.md; or once what is named (SECTIONS="sweep journal")
	$(MVN) -Pbench antrun:run@bench -Dbench.sections="$(SECTIONS)"

footprint: aot ## Measure how fast each form of the worker is ready, and what it takes when idle
	$(TEST_MAIN) dev.rekey.deploy.Footprint

release-check: package ## Check what a release has to be: licences, SBOM, reproducible builds, change log, version
	JAVA_HOME="$(JDK)" RELEASE="$(RELEASE)" deploy/release/check.sh $(JAVA) "./mvnw -B -ntp"

soak: jdk ## Test each kind 1,000 times in a row, and with 10,000 random configs, and look what is left behind
	$(MVN) -q test-compile surefire:test -Dtest='*ConnectorTest' -Drekey.tests-in-a-row=1000 -Drekey.fuzzed-configs=10000

docs: package ## Write docs/config-keys.md, docs/cli.md, and the tables of docs/scaling.md
	$(TEST_MAIN) dev.rekey.docs.KeysPage
	$(TEST_MAIN) dev.rekey.cli.CliPage
	$(TEST_MAIN) dev.rekey.bench.scaling.ScalingPage

format: jdk ## Format the code
	$(MVN) -q spotless:apply
