package dev.rekey.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LicencesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a:b | {"license": {"id": "Apache-2.0"}} | true
          a:b | {"license": {"name": "Apache License, Version 2.0"}} | true
          a:b | {"license": {"name": "The Apache Software License, Version 2.0"}} | true
          a:b | {"license": {"name": "BSD New license"}} | true
          a:b | {"license": {"name": "Eclipse Public License v. 2.0"}} | true
          a:b | {"expression": "EPL-2.0 OR GPL-2.0-only"} | true
          a:b | {"license": {"id": "GPL-2.0"}}, {"license": {"id": "MIT"}} | true
          a:b | {"license": {"id": "GPL-3.0-only"}} | false
          a:b | {"license": {"name": "Proprietary"}} | false
          a:b | | false
          com.mysql:mysql-connector-j | {"license": {"name": "GPLv2 with exceptions"}} | true
          """)
  void onlyWhatIsAllowedOrDecidedIsShipped(String component, String licence, boolean mayBe)
      throws IOException {
    String components =
        """
        [{"group": "%s", "name": "%s", "licenses": [%s]}]
        """
            .formatted(
                component.split(":", -1)[0],
                component.split(":", -1)[1],
                licence == null ? "" : licence);

    assertThat(Licences.decided().refused(new ObjectMapper().readTree(components)).isEmpty())
        .isEqualTo(mayBe);
  }
}
