package dev.rekey.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands on loopback in front of {@link MotoServer}: counts the calls by their operations, such as
 * {@code GetSecretValue}, and answers those that the test wants to fail. Carries everything else as
 * it is, however long it takes, with the host that the client signed. Thread-safe.
 */
public final class AwsGateway implements AutoCloseable {
  private static final int BACKLOG = 1_000;
  private static final String SQS = "AmazonSQS.";
  private static final Pattern WAIT = Pattern.compile("(\"WaitTimeSeconds\":\\s*)([0-9]+)");
  private static final long BETWEEN_POLLS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final Pattern CODE = Pattern.compile("<Code>([A-Za-z]+)</Code>");
  private static final Map<String, String> REFUSALS =
      Map.of(
          "AccessDenied", "AccessDeniedException",
          "InvalidClientTokenId", "UnrecognizedClientException",
          "SignatureDoesNotMatch", "InvalidSignatureException");
  private static final Pattern ACTION = Pattern.compile("(?:^|&)Action=([A-Za-z]+)");

  private final URI server;
  private final ServerSocket listening;
  private final ReentrantLock queues = new ReentrantLock(true);
  private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
  private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
  private final Map<String, String> last = new ConcurrentHashMap<>();
  private final Map<String, Answer> own = new ConcurrentHashMap<>();

  /** What is answered without the server. */
  @FunctionalInterface
  private interface Answer {
    HttpMessage to(HttpMessage request);
  }

  private AwsGateway(URI server, ServerSocket listening) {
    this.server = server;
    this.listening = listening;
  }

  /** Starts a gateway to a server; closing it leaves the server alone. */
  public static AwsGateway before(MotoServer server) {
    try {
      var listening = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
      var gateway = new AwsGateway(server.endpoint(), listening);
      Thread.ofVirtual().name("aws-gateway").start(gateway::acceptAll);
      return gateway;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where clients send what they would send to AWS, for every service and region. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort());
  }

  /** How many calls of an operation came in, those that failed among them. */
  public int count(String operation) {
    return counter(operation).get();
  }

  /** The body of the last call of an operation that came in; empty if there was none. */
  public String last(String operation) {
    return last.getOrDefault(operation, "");
  }

  /** Answers every call of an operation with this, and does not carry it any further. */
  public void failing(String operation, AwsError error) {
    own.put(operation, request -> error.response(isJson(request)));
  }

  /** Answers every call of an operation with this JSON, and does not carry it any further. */
  public void answering(String operation, String json) {
    byte[] body = json.getBytes(UTF_8);
    HttpMessage response =
        new HttpMessage("HTTP/1.1 200 OK", List.of("Content-Length: " + body.length), body);
    own.put(operation, _ -> response);
  }

  /** Carries every operation again. */
  public void mend() {
    own.clear();
  }

  @Override
  public void close() {
    try {
      listening.close();
      for (Socket client : clients) {
        client.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void acceptAll() {
    while (true) {
      try {
        Socket client = listening.accept();
        Thread.ofVirtual().name("aws-gateway").start(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    clients.add(client);
    try (client;
        var in = new BufferedInputStream(client.getInputStream())) {
      client.setTcpNoDelay(true);
      Optional<HttpMessage> request = HttpMessage.request(in);
      while (request.isPresent()) {
        answer(request.get(), () -> isGone(client, in)).write(client.getOutputStream());
        request = HttpMessage.request(in);
      }
    } catch (IOException gone) {
      // A client may leave at any time, above all one that is killed.
    } finally {
      clients.remove(client);
    }
  }

  /** Whether a client that has been waiting for an answer has left. */
  private static boolean isGone(Socket client, InputStream in) {
    try {
      client.setSoTimeout(1);
      try {
        in.mark(1);
        boolean gone = in.read() < 0;
        in.reset();
        return gone;
      } catch (SocketTimeoutException _) {
        return false;
      } finally {
        client.setSoTimeout(0);
      }
    } catch (IOException _) {
      return true;
    }
  }

  private HttpMessage answer(HttpMessage request, BooleanSupplier gone) throws IOException {
    String operation = operation(request);
    last.put(operation, request.text());
    counter(operation).incrementAndGet();
    Answer answer = own.get(operation);
    if (answer != null) {
      return answer.to(request);
    }
    return request.header("X-Amz-Target").filter(target -> target.startsWith(SQS)).isPresent()
        ? carryToQueue(request, gone)
        : carry(request);
  }

  /**
   * One call at a time, and a long poll as many short ones: moto loses messages that are sent or
   * deleted while another call looks at the queue.
   */
  private HttpMessage carryToQueue(HttpMessage request, BooleanSupplier gone) throws IOException {
    Matcher wait = WAIT.matcher(request.text());
    long end =
        System.nanoTime()
            + (wait.find() ? TimeUnit.SECONDS.toNanos(Long.parseLong(wait.group(2))) : 0);
    HttpMessage now = request.withText(wait.replaceFirst("$10"));
    while (true) {
      HttpMessage response = oneAtATime(now);
      boolean empty =
          operation(request).equals("ReceiveMessage") && !response.text().contains("Body");
      if (!empty || System.nanoTime() > end || gone.getAsBoolean()) {
        return response;
      }
      LockSupport.parkNanos(BETWEEN_POLLS);
    }
  }

  private HttpMessage oneAtATime(HttpMessage request) throws IOException {
    queues.lock();
    try {
      return carry(request);
    } finally {
      queues.unlock();
    }
  }

  private HttpMessage carry(HttpMessage request) throws IOException {
    try (var upstream = new Socket(server.getHost(), server.getPort());
        var in = new BufferedInputStream(upstream.getInputStream())) {
      request.with("Connection", "close").write(upstream.getOutputStream());
      HttpMessage response = asAwsAnswers(request, HttpMessage.response(in));
      return new HttpMessage(
              response.start().replaceFirst("HTTP/1.0", "HTTP/1.1"),
              response.headers(),
              response.body())
          .with("Connection", "keep-alive")
          .with("Content-Length", Integer.toString(response.body().length));
    }
  }

  /** moto refuses in XML, whoever asks: services of the JSON protocol have other words. */
  private static HttpMessage asAwsAnswers(HttpMessage request, HttpMessage response) {
    Matcher code = CODE.matcher(response.text());
    return isJson(request) && response.start().contains(" 403 ") && code.find()
        ? AwsError.of(400, REFUSALS.getOrDefault(code.group(1), code.group(1))).response(true)
        : response;
  }

  private static boolean isJson(HttpMessage request) {
    return request.header("X-Amz-Target").isPresent();
  }

  private static String operation(HttpMessage request) {
    Optional<String> target = request.header("X-Amz-Target");
    if (target.isPresent()) {
      return target.get().substring(target.get().lastIndexOf('.') + 1);
    }
    Matcher action = ACTION.matcher(request.text());
    return action.find() ? action.group(1) : request.start();
  }

  private AtomicInteger counter(String operation) {
    return counts.computeIfAbsent(operation, _ -> new AtomicInteger());
  }
}
