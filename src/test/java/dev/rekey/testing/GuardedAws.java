package dev.rekey.testing;

import java.net.URI;
import java.util.function.Consumer;

/** An AWS on loopback that checks signatures and policies, with two users. */
public final class GuardedAws implements AutoCloseable {
  private final MotoServer server = MotoServer.start();
  private final AwsGateway gateway = AwsGateway.before(server);
  private final IamUsers.Key user;
  private final IamUsers.Key stranger;

  /**
   * @param actions what the user may do, such as {@code kinesis:*}
   * @param things makes what there is to be used, before anybody is checked
   */
  public GuardedAws(String actions, Consumer<URI> things) {
    things.accept(server.endpoint());
    var users = new IamUsers(server);
    this.user = users.allowed("user", actions);
    this.stranger = users.allowed("stranger", "ec2:DescribeRegions");
    server.requireAuth();
  }

  /** Somebody who may do what is to be done. */
  public IamUsers.Key user() {
    return user;
  }

  /** Somebody who may not. */
  public IamUsers.Key stranger() {
    return stranger;
  }

  /** Answers and counts; see {@link AwsGateway}. */
  public AwsGateway gateway() {
    return gateway;
  }

  /** The port on loopback. */
  public int port() {
    return gateway.endpoint().getPort();
  }

  @Override
  public void close() {
    gateway.close();
    server.close();
  }
}
