package dev.rekey.event.sqs;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A queue, standard or FIFO.
 *
 * @param url as AWS shows it, such as {@code https://sqs.eu-west-1.amazonaws.com/111122223333/news}
 * @param region such as {@code eu-west-1}
 */
public record SqsQueue(String url, String region) {
  private static final Pattern REGION = Pattern.compile("[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}");
  private static final Pattern URL =
      Pattern.compile("https?://([^/:]+)(:[0-9]+)?/[^/]+/([A-Za-z0-9_-]{1,80}(\\.fifo)?)");
  private static final Pattern HOST_LABEL = Pattern.compile("[^.]+");

  /**
   * @throws IllegalArgumentException when it can be no queue; the message says why
   */
  public SqsQueue {
    if (!URL.matcher(url).matches()) {
      throw new IllegalArgumentException(
          "the URL of a queue is one such as"
              + " https://sqs.eu-west-1.amazonaws.com/111122223333/name");
    }
    if (!REGION.matcher(region).matches()) {
      throw new IllegalArgumentException(
          "the region of a queue is one such as eu-west-1, in its URL or beside it");
    }
  }

  /**
   * A queue in the region that its URL names.
   *
   * @throws IllegalArgumentException when it can be no queue; the message says why
   */
  public static SqsQueue of(String url) {
    Matcher parts = URL.matcher(url);
    String host = parts.matches() ? parts.group(1) : "";
    return new SqsQueue(
        url,
        HOST_LABEL
            .matcher(host)
            .results()
            .map(MatchResult::group)
            .filter(REGION.asMatchPredicate())
            .findFirst()
            .orElse(""));
  }

  /** Its own name, without the account. */
  public String name() {
    return url.substring(url.lastIndexOf('/') + 1);
  }
}
