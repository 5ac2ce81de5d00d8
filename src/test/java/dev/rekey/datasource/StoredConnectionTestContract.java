package dev.rekey.datasource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.connector.StreamConnector.Messages;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is true beside the contract of tests of data sources that are tested here. */
public abstract class StoredConnectionTestContract extends ConnectionTestContract {
  @Test
  void messagesOfAStreamAreReadUpToTheLimit() {
    Map<String, ConfigValue> config = Map.of("KAFKA_TOPIC", literal("orders"));

    assertThat(dataSources.preview(new TestRequest.Unsaved("prod", Kind.KAFKA, config), 2))
        .contains(new Messages(List.of(MESSAGE, MESSAGE)));
    assertThat(tried.get()).isEqualTo(secrets(config));
  }

  @Test
  void nothingIsPreviewedForAnUnknownId() {
    assertThat(dataSources.preview(new TestRequest.Saved("prod", "none", Map.of()), 5)).isEmpty();
  }
}
