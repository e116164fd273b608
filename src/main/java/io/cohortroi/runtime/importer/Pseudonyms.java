package io.cohortroi.runtime.importer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What an imported id becomes: HMAC-SHA256 under a secret key, 64 lower-case hexadecimal digits, so that the same person
 * is the same learner in every import, and nobody without the key can tell which.
 */
public final class Pseudonyms {
    private static final int LEAST_KEY_BYTES = 16;
    private static final String KEPT = "as they are";
    private static final String ALGORITHM = "HmacSHA256";

    private final UnaryOperator<String> mapping;
    private final String identity;

    private Pseudonyms(UnaryOperator<String> mapping, String identity) {
        this.mapping = mapping;
        this.identity = identity;
    }

    /** Ids stay as they are: for data that is anonymous already. */
    public static Pseudonyms none() {
        return new Pseudonyms(UnaryOperator.identity(), KEPT);
    }

    /** @param key at least {@value #LEAST_KEY_BYTES} bytes, random */
    static Pseudonyms under(byte[] key) {
        Mac mac = mac(key);
        return new Pseudonyms(
                id -> Hash.hex(mac.doFinal(id.getBytes(StandardCharsets.UTF_8))), Hash.hex(mac.doFinal(new byte[0])));
    }

    /**
     * Under the key in {@code file}, without the line end that editors leave.
     *
     * @throws ImportException where it cannot be read or is too short
     */
    public static Pseudonyms underKeyIn(Path file) throws ImportException {
        byte[] key;
        try {
            key = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ImportException("cannot read the key file " + file + ": " + e, e);
        }
        int length = key.length;
        while (length > 0 && (key[length - 1] == '\n' || key[length - 1] == '\r')) {
            length--;
        }
        if (length < LEAST_KEY_BYTES) {
            throw new ImportException("the key in " + file + " has " + length + " bytes, at least " + LEAST_KEY_BYTES
                    + " are needed; 'openssl rand -hex 32' makes a good one");
        }
        return under(Arrays.copyOf(key, length));
    }

    String of(String id) {
        return mapping.apply(id);
    }

    /** Whether ids stay as they are. */
    boolean isKeeping() {
        return identity.equals(KEPT);
    }

    /** Equal for equal keys, and says nothing of the key. */
    String identity() {
        return identity;
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
