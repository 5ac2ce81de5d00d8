package dev.rekey.bench.scaling;

import java.time.Duration;

/** What kind of a deployment the tables speak of. */
enum Scene {
  NEAR("databases nearby, secrets in a directory", Store.DIRECTORY, Duration.ofMillis(5)),
  AWS("cloud services, AWS", Store.AWS, Duration.ofSeconds(1)),
  GOOGLE("cloud services, Google", Store.GOOGLE, Duration.ofSeconds(1));

  private final String title;
  private final Store store;
  private final Duration test;

  Scene(String title, Store store, Duration test) {
    this.title = title;
    this.store = store;
    this.test = test;
  }

  String title() {
    return "%s; a test takes %s".formatted(title, Words.time(Defaults.seconds(test)));
  }

  Store store() {
    return store;
  }

  Duration test() {
    return test;
  }

  Deployment with(int workers) {
    return Deployment.of(workers, store, test);
  }
}
