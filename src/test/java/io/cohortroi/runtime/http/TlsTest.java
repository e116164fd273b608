package io.cohortroi.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cohortroi.runtime.query.LearnerTimelines;
import io.cohortroi.runtime.query.Queries;
import io.cohortroi.testing.TestBroker;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    private static final String PASSWORD = "only-for-this-test";

    @TempDir
    private static Path folder;

    private static Path keystore;

    @BeforeAll
    static void makeAKey() throws Exception {
        keystore = folder.resolve("server.p12");
        keytool("-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=localhost");
    }

    @Test
    void shouldSpeakHttpsAndNothingElse() throws Exception {
        HttpSettings settings = HttpSettings.loopback(0).withTls(Optional.of(new Tls(keystore, PASSWORD)));
        try (Queries queries = new Queries(
                        Map.of("bootstrap.servers", TestBroker.bootstrap()),
                        TestBroker.prefix(),
                        learner -> List.<LearnerTimelines.Line>of(),
                        Clock.systemUTC());
                HttpServer server = new HttpServer(
                        settings,
                        queries,
                        StreamHealth::running,
                        PipelineStatus::unknown,
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                        Clock.systemUTC())) {
            server.start();
            SSLContext trusting = trusting();
            HttpClient client = HttpClient.newBuilder().sslContext(trusting).build();
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + "/health/live"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Strict-Transport-Security"))
                    .contains("max-age=31536000");
            SecurityFilter.HEADERS.forEach((name, value) ->
                    assertThat(response.headers().allValues(name)).containsExactly(value));

            assertThat(handshake(trusting, server.port(), "TLSv1.3")).isEqualTo("TLSv1.3");
            assertThat(handshake(trusting, server.port(), "TLSv1.2")).isEqualTo("TLSv1.2");
            assertThatThrownBy(() -> handshake(trusting, server.port(), "TLSv1.1"))
                    .isInstanceOf(SSLHandshakeException.class);
            assertThat(plainAnswer(server.port())).doesNotStartWith("HTTP/1.1 200");
        }
    }

    @Test
    void shouldSayWhatIsWrongWithAKeyStore() throws Exception {
        assertThatThrownBy(() -> new Tls(folder.resolve("missing.p12"), PASSWORD))
                .hasMessageContaining("missing.p12 cannot be opened");
        assertThatThrownBy(() -> new Tls(keystore, "wrong"))
                .hasMessageContaining("server.p12 cannot be opened")
                .hasMessageNotContaining("wrong");
        Path certificatesOnly = folder.resolve("trust.p12");
        try (var out = Files.newOutputStream(certificatesOnly)) {
            trusted().store(out, PASSWORD.toCharArray());
        }
        assertThatThrownBy(() -> new Tls(certificatesOnly, PASSWORD)).hasMessageContaining("holds no private key");
        assertThat(new Tls(keystore, PASSWORD).toString()).doesNotContain(PASSWORD);
    }

    private static KeyStore trusted() throws Exception {
        KeyStore keys = KeyStore.getInstance(keystore.toFile(), PASSWORD.toCharArray());
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        certificates.setCertificateEntry("server", keys.getCertificate("server"));
        return certificates;
    }

    private static SSLContext trusting() throws Exception {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    private static String handshake(SSLContext context, int port, String protocol) throws Exception {
        try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setProtocols(new String[] {protocol});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket.getSession().getProtocol();
        }
    }

    private static String plainAnswer(int port) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write("GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", keystore.toString(), "-storepass", PASSWORD, "-storetype", "PKCS12"));
        command.addAll(List.of("-ext", "SAN=dns:localhost,ip:127.0.0.1", "-J-Duser.language=en"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
