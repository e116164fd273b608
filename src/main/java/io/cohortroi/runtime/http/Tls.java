package io.cohortroi.runtime.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Collections;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * The key and certificate with which the server speaks HTTPS instead of HTTP.
 *
 * @param keystore a PKCS#12 or JKS file with one private key and its chain
 * @param password of the file and the key
 */
public record Tls(Path keystore, String password) {
    /** @throws IllegalArgumentException when the file cannot be read with the password, or holds no private key */
    public Tls {
        if (!Files.isReadable(keystore)) {
            throw new IllegalArgumentException(
                    "the key store " + keystore + " cannot be opened: there is no such file, or not for this user");
        }
        try {
            KeyStore keys = KeyStore.getInstance(keystore.toFile(), password.toCharArray());
            boolean hasKey = false;
            for (String alias : Collections.list(keys.aliases())) {
                hasKey = hasKey || keys.isKeyEntry(alias);
            }
            if (!hasKey) {
                throw new IllegalArgumentException("the key store " + keystore + " holds no private key");
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("the key store " + keystore + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /** TLS 1.2 and 1.3 with Jetty's choice of ciphers. */
    SslContextFactory.Server contextFactory() {
        SslContextFactory.Server factory = new SslContextFactory.Server();
        factory.setKeyStorePath(keystore.toUri().toString());
        factory.setKeyStorePassword(password);
        factory.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        return factory;
    }

    /** The password stays out of logs. */
    @Override
    public String toString() {
        return "Tls[" + keystore + "]";
    }
}
