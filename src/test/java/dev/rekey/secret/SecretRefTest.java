package dev.rekey.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretRefTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "dir://db",
        "aws-sm://eu-west-1/db",
        "aws-sm://us-gov-west-1/prod/orders/db_1+a=b.c@d-e",
        "aws-sm://cn-north-1/arn:aws-cn:secretsmanager:cn-north-1:111122223333:secret:db-AbCdEf",
        "aws-sm://eu-west-1/rds!cluster-1a2b3c",
        "gcp-sm://my-project/db",
        "gcp-sm://123456789012/db",
        "gcp-sm://example.com:my-project/db",
        "gcp-sm://my-project/europe-west3/db",
      })
  void aReferenceIsWrittenAsItIsRead(String text) {
    assertThat(SecretRef.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({
    "db, starts with",
    "s3://bucket/db, starts with",
    "dir://, needs a name",
    "dir://../db, plain file name",
    "aws-sm://eu-west-1, needs a name",
    "aws-sm:///db, needs a region",
    "aws-sm://Ireland/db, such as eu-west-1",
    "aws-sm://eu-west-1/a b, letters",
    "aws-sm://eu-west-1/arn:aws:secretsmanager:eu-west-2:111122223333:secret:db-AbCdEf,"
        + " different regions",
    "aws-sm://eu-west-1/arn:aws:secretsmanager:eu-west-1:1:secret:db-AbCdEf, letters",
    "gcp-sm:///db, needs a project",
    "gcp-sm://My_Project/db, its id or its number",
    "gcp-sm://my-project/a/b/c, letters",
    "gcp-sm://my-project/projects/db, letters",
  })
  void whatTheStoreCouldNotHaveIsRefusedWithTheReason(String text, String reason) {
    assertThatThrownBy(() -> SecretRef.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }
}
