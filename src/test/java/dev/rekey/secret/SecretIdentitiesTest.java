package dev.rekey.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretIdentitiesTest {
  private static final String ARN = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:";
  private static final SecretRef NAME = aws("prod/db");
  private static final SecretRef WHOLE = aws(ARN + "prod/db-AbCdEf");

  private final SecretIdentities identities = new SecretIdentities(Map.of("shop", "42"));

  private static SecretRef aws(String name) {
    return new SecretRef(SecretRef.Scheme.AWS_SM, "eu-west-1", name);
  }

  /** Two that may be the same are of use only where both are found under one key. */
  private boolean meet(SecretRef one, SecretRef other) {
    boolean same = identities.mayBeSame(one, other);
    assertThat(identities.mayBeSame(other, one)).isEqualTo(same);
    if (same) {
      assertThat(Collections.disjoint(identities.keys(one), identities.keys(other))).isFalse();
    }
    return same;
  }

  @ParameterizedTest
  @CsvSource({
    "prod/db, prod/db, true",
    "prod/db, ARN:prod/db-AbCdEf, true",
    "prod/db, ARN:prod/db, true",
    "ARN:prod/db, ARN:prod/db-AbCdEf, true",
    "ARN:prod/db-GhIjKl, ARN:prod/db-AbCdEf, true",
    "prod/db, prod/db2, false",
    "prod/db, ARN:prod/db2-AbCdEf, false",
    "prod/db, prod/db-AbCdEf, false",
    "prod/db-AbCdEf, ARN:prod/db-AbCdEf, true",
    "prod, ARN:prod/db-AbCdEf, false",
  })
  void theNameAndTheArnWithAndWithoutItsSuffixAreOneSecret(String one, String other, boolean same) {
    assertThat(meet(aws(one.replace("ARN:", ARN)), aws(other.replace("ARN:", ARN))))
        .isEqualTo(same);
  }

  @Test
  void anotherRegionOrAnotherAccountIsAnotherSecret() {
    SecretRef elsewhere = SecretRef.parse("aws-sm://eu-west-2/prod/db");
    SecretRef ofOthers = aws("arn:aws:secretsmanager:eu-west-1:999999999999:secret:prod/db-AbCdEf");

    assertThat(meet(NAME, elsewhere)).isFalse();
    assertThat(meet(WHOLE, ofOthers)).isFalse();
  }

  @Test
  void theAnswerOfTheStoreSaysWhichAccountANameIsOf() {
    SecretRef ofOthers = aws("arn:aws:secretsmanager:eu-west-1:999999999999:secret:prod/db-AbCdEf");
    assertThat(meet(NAME, ofOthers)).as("before it is known").isTrue();

    identities.learn(NAME, WHOLE);

    assertThat(meet(NAME, ofOthers)).isFalse();
    assertThat(meet(NAME, WHOLE)).isTrue();
  }

  @Test
  void sixCharactersAtTheEndOfANameAreNotTakenForASuffixOnceTheStoreHasAnswered() {
    SecretRef partial = aws(ARN + "cache-backup");
    SecretRef cache = aws("cache");
    assertThat(meet(partial, cache)).as("before it is known").isTrue();

    identities.learn(partial, aws(ARN + "cache-backup-AbCdEf"));

    assertThat(meet(partial, cache)).isFalse();
    assertThat(meet(partial, aws("cache-backup"))).isTrue();
  }

  @Test
  void aSecretThatWasMadeAgainIsFoundUnderItsNewArn() {
    identities.learn(NAME, WHOLE);

    assertThat(meet(NAME, aws(ARN + "prod/db-NewOne"))).isTrue();
  }

  @Test
  void valuesAreSharedOnlyBetweenReferencesThatAreCertainlyOneSecret() {
    assertThat(identities.identity(NAME)).isNotEqualTo(identities.identity(WHOLE));

    identities.learn(NAME, WHOLE);
    identities.learn(WHOLE, WHOLE);

    assertThat(identities.identity(NAME)).isEqualTo(identities.identity(WHOLE));
    assertThat(identities.identity(NAME)).isNotEqualTo(identities.identity(aws("prod/db2")));
  }

  @ParameterizedTest
  @CsvSource({
    "gcp-sm://shop/db, gcp-sm://42/db, true",
    "gcp-sm://shop/db, gcp-sm://43/db, false",
    "gcp-sm://shop/db, gcp-sm://unknown/db, false",
    "gcp-sm://unknown/db, gcp-sm://43/db, true",
    "gcp-sm://unknown/db, gcp-sm://other/db, false",
    "gcp-sm://shop/db, gcp-sm://42/db2, false",
    "gcp-sm://shop/db, gcp-sm://42/europe-west3/db, false",
    "gcp-sm://shop/europe-west3/db, gcp-sm://42/europe-west3/db, true",
    "gcp-sm://42/db, aws-sm://eu-west-1/db, false",
    "dir://db, dir://db, true",
    "dir://db, dir://db2, false",
  })
  void theNumberOfAProjectAndItsIdAreOne(String one, String other, boolean same) {
    assertThat(meet(SecretRef.parse(one), SecretRef.parse(other))).isEqualTo(same);
  }

  @Test
  void theNumberOfAProjectIsLearnedFromAnAnswer() {
    SecretRef byId = SecretRef.parse("gcp-sm://late/db");
    identities.learn(byId, SecretRef.parse("gcp-sm://7/db"));

    assertThat(meet(byId, SecretRef.parse("gcp-sm://8/db"))).isFalse();
    assertThat(identities.identity(byId))
        .isEqualTo(identities.identity(SecretRef.parse("gcp-sm://7/db")));
  }
}
