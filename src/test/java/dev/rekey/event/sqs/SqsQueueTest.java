package dev.rekey.event.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqsQueueTest {
  @ParameterizedTest
  @CsvSource({
    "https://sqs.eu-west-1.amazonaws.com/111122223333/news, eu-west-1, news",
    "https://sqs.us-gov-west-1.amazonaws.com/111122223333/news.fifo, us-gov-west-1, news.fifo",
    "https://sqs.cn-north-1.amazonaws.com.cn/111122223333/news_1, cn-north-1, news_1",
    "https://eu-central-1.queue.amazonaws.com/111122223333/a-b, eu-central-1, a-b",
    "https://vpce-0a1b-2c3d.sqs.eu-west-1.vpce.amazonaws.com/111122223333/news, eu-west-1, news",
    "https://sqs-fips.us-east-1.amazonaws.com/111122223333/news, us-east-1, news",
  })
  void theUrlNamesTheRegionAndTheQueue(String url, String region, String name) {
    SqsQueue queue = SqsQueue.of(url);

    assertThat(queue).isEqualTo(new SqsQueue(url, region));
    assertThat(queue.name()).isEqualTo(name);
  }

  @Test
  void aUrlOfNoHostOfAwsNeedsARegionBesideIt() {
    String url = "http://127.0.0.1:5000/123456789012/news";

    assertThatThrownBy(() -> SqsQueue.of(url)).hasMessageContaining("the region of a queue");
    assertThat(new SqsQueue(url, "eu-west-1").name()).isEqualTo("news");
  }

  @ParameterizedTest
  @CsvSource({
    "news, the URL",
    "arn:aws:sqs:eu-west-1:111122223333:news, the URL",
    "https://sqs.eu-west-1.amazonaws.com/news, the URL",
    "https://sqs.eu-west-1.amazonaws.com/111122223333/new s, the URL",
    "https://sqs.eu-west-1.amazonaws.com/111122223333/news/, the URL",
    "ftp://sqs.eu-west-1.amazonaws.com/111122223333/news, the URL",
    "https://sqs.Ireland.amazonaws.com/111122223333/news, the region",
  })
  void whatCanBeNoQueueIsRefusedWithTheReason(String url, String reason) {
    assertThatThrownBy(() -> SqsQueue.of(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }
}
