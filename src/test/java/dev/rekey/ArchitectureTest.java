package dev.rekey;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.rekey.connector.TestResult;
import dev.rekey.datasource.Catalogue;
import dev.rekey.datasource.ConfigKey;
import dev.rekey.datasource.Kind;
import dev.rekey.rotation.CredentialKeys;
import dev.rekey.rotation.RotationCommand;
import dev.rekey.rotation.RotationInput;
import dev.rekey.rotation.RotationState;
import dev.rekey.secret.Secret;
import dev.rekey.secret.SecretHash;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/**
 * The walls of the house. When one is in the way, the code moves, or the design changes by an ADR.
 */
@AnalyzeClasses(packages = "dev.rekey", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] CORE = {
    "dev.rekey.secret",
    "dev.rekey.event",
    "dev.rekey.datasource",
    "dev.rekey.connector",
    "dev.rekey.rotation",
    "dev.rekey.notification",
    "dev.rekey.sweep"
  };
  private static final String[] GENERATED = {"com.chalk..", "dev.rekey.api.v1.."};

  @ArchTest
  static final ArchRule coreIsPlainJava =
      classes()
          .that()
          .resideInAnyPackage(CORE)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(CORE)
                  .or(
                      resideInAnyPackage(
                          "java..", "javax.crypto..", "org.jboss.logging", "org.jspecify.."))
                  .or(resideInAPackage("com.fasterxml.jackson..")))
          .because("what Rekey decides must be testable and readable without any framework");

  @ArchTest
  static final ArchRule frameworkStaysAtTheEdge =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.rekey.app..", "dev.rekey.api..", "dev.rekey.ops..", "dev.rekey.event.kafka..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.quarkus..",
              "jakarta..",
              "io.smallrye..",
              "org.eclipse.microprofile..",
              "io.vertx..")
          .because("an adapter knows its own SDK and its own port, and app wires");

  @ArchTest
  static final ArchRule generatedTypesStayInApiAndClient =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.rekey.api..", "dev.rekey.client..", "com.chalk..")
          .should()
          .dependOnClassesThat(resideInAnyPackage(GENERATED))
          .because("they enter and leave in one place, so that the core never meets them");

  @ArchTest
  static final ArchRule grpcStaysAtTheEdge =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.rekey.api..",
              "dev.rekey.client..",
              "com.chalk..",
              "dev.rekey.google..",
              "dev.rekey.secret.gcp..",
              "dev.rekey.event.pubsub..",
              "dev.rekey.connector.support.google..",
              "dev.rekey.connector.spanner..",
              "dev.rekey.connector.pubsub..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.grpc..")
          .because("it is a matter of our own API and of Google's clients, which speak it too");

  @ArchTest
  static final ArchRule googleStaysInItsAdapters =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.rekey.google..",
              "dev.rekey.secret.gcp..",
              "dev.rekey.event.pubsub..",
              "dev.rekey.connector.*..",
              "dev.rekey.app..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "com.google.cloud..",
              "com.google.api.gax..",
              "com.google.api.core..",
              "com.google.auth..",
              "com.google.pubsub..")
          .because("an adapter knows its own SDK, and nobody else does");

  @ArchTest
  static final ArchRule clientStandsAlone =
      noClasses()
          .that()
          .resideInAPackage("dev.rekey.client..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.rekey..")
                  .and(not(resideInAnyPackage("dev.rekey.client..", "dev.rekey.api.v1.."))))
          .because("it is published as a jar of its own");

  @ArchTest
  static final ArchRule cliKnowsTheClientAndTheCatalogue =
      noClasses()
          .that()
          .resideInAPackage("dev.rekey.cli..")
          .should()
          .dependOnClassesThat(
              not(resideInAnyPackage(
                      "dev.rekey.cli..",
                      "dev.rekey.client..",
                      "java..",
                      "picocli..",
                      "org.yaml.snakeyaml..",
                      "com.fasterxml.jackson..",
                      "org.jspecify.."))
                  .and(
                      not(
                          belongToAnyOf(
                              Catalogue.class,
                              ConfigKey.class,
                              CredentialKeys.class,
                              Kind.class,
                              SecretHash.class))))
          .because(
              "it runs against any server; which keys are secrets, and which a secret may feed, it"
                  + " must know before it takes a value, and the API does not say it; nor has it a"
                  + " call that takes a client's secret to hash it");

  @ArchTest
  static final ArchRule jdbcStaysInTheStore =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.rekey.connector.*..",
              "dev.rekey.datasource.registry..",
              "dev.rekey.rotation.journal..",
              "dev.rekey.notification.outbox..",
              "dev.rekey.sweep.journal..",
              "dev.rekey.store..",
              "dev.rekey.app..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..", "org.sqlite..")
          .because("databases are a matter of adapters");

  @ArchTest
  static final ArchRule tracesAreMadeInOnePlace =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.rekey.ops.tracing..", "dev.rekey.app..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.opentelemetry..")
          .because("who does the work need not know that somebody watches");

  @ArchTest
  static final ArchRule kindsDoNotKnowEachOther =
      slices()
          .matching("dev.rekey.connector.(*)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(
              resideInAPackage("dev.rekey.connector.."),
              resideInAPackage("dev.rekey.connector.support.."))
          .because("a kind can be read, tested and removed alone");

  @ArchTest
  static final ArchRule sourcesDoNotKnowEachOther =
      slices()
          .matching("dev.rekey.event.(*)..")
          .should()
          .notDependOnEachOther()
          .because("a source can be read, tested and removed alone");

  @ArchTest
  static final ArchRule channelsDoNotKnowEachOther =
      slices()
          .matching("dev.rekey.notification.(*)..")
          .should()
          .notDependOnEachOther()
          .because("a channel can be read, tested and removed alone");

  @ArchTest
  static final ArchRule storesDoNotKnowEachOther =
      slices()
          .matching("dev.rekey.secret.(*)..")
          .should()
          .notDependOnEachOther()
          .because("a store can be read, tested and removed alone");

  @ArchTest
  static final ArchRule nothingDependsOnApp =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.rekey.app..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.rekey.app..")
          .because("app wires, and is wired by nobody");

  @ArchTest
  static final ArchRule noCycles =
      slices()
          .matching("dev.rekey.(*)..")
          .should()
          .beFreeOfCycles()
          // What is generated of the contract lies below all who speak it.
          .ignoreDependency(
              resideInAPackage("dev.rekey.client.."), resideInAPackage("dev.rekey.api.v1.."))
          .because("each noun can be understood from what is below it");

  @ArchTest
  static final ArchRule onlyFewReveal =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "dev.rekey.connector..",
              "dev.rekey.api.service..",
              "dev.rekey.store..",
              // It signs with keys, and some receivers want theirs in a header, a body or a URL.
              "dev.rekey.notification.webhook..",
              "dev.rekey.secret")
          .and()
          .doNotHaveFullyQualifiedName("dev.rekey.datasource.remote.RemoteMapper")
          .and()
          .doNotHaveFullyQualifiedName("dev.rekey.rotation.Planner")
          // The shape of a secret is in its value.
          .and()
          .doNotHaveFullyQualifiedName("dev.rekey.rotation.SecretReader")
          .and()
          .doNotHaveFullyQualifiedName("dev.rekey.rotation.journal.QuarantineCodec")
          .should()
          .callMethod(Secret.class, "reveal")
          .because("a value that cannot be read cannot leak");

  @ArchTest
  static final ArchRule noAmbientClock =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.rekey.app..")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(Clock.class, "systemUTC")
          .orShould()
          .callMethod(ThreadLocalRandom.class, "current")
          .orShould()
          .callConstructor(Random.class)
          .because("time, sleep and chance are given, so that tests decide about them");

  @ArchTest
  static final ArchRule valuesAreRecords =
      classes()
          .that()
          .implement(RotationState.class)
          .or()
          .implement(RotationInput.class)
          .or()
          .implement(RotationCommand.class)
          .or()
          .implement(TestResult.class)
          .should()
          .beRecords()
          .because("outcomes and states are values");

  @ArchTest
  static final ArchRule noFieldInjection =
      noFields()
          .should()
          .beAnnotatedWith("jakarta.inject.Inject")
          .because("what a class needs is in its constructor");

  @ArchTest
  static final ArchRule loggersAreConstants =
      fields()
          .that()
          .haveRawType(Logger.class)
          .should()
          .bePrivate()
          .andShould()
          .beStatic()
          .andShould()
          .beFinal()
          .andShould()
          .haveName("LOGGER")
          .because("everyone finds them under one name");

  @ArchTest
  static final ArchRule nothingIsPrinted =
      noClasses()
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .because("what is to be said goes to the log");
}
