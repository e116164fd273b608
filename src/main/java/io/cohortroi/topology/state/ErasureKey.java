package io.cohortroi.topology.state;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Hashes the ids of erased learners, HMAC-SHA256, so that they are recognised and nobody can read who they were. */
public final class ErasureKey {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    private ErasureKey(SecretKeySpec key) {
        this.key = key;
    }

    /** @param secret not empty */
    public static ErasureKey of(String secret) {
        return new ErasureKey(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
    }

    /** 32 bytes. */
    byte[] hash(String learnerId) {
        return hash(learnerId.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * 32 bytes.
     *
     * @param learnerId in UTF-8, as in the key of a record
     */
    public byte[] hash(byte[] learnerId) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(learnerId);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** Whether those bytes can be a learner's id: 1 to 256 characters of UTF-8, none of them a control character. */
    public static boolean isId(byte @Nullable [] key) {
        if (key == null || key.length == 0) {
            return false;
        }
        try {
            String id = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(key))
                    .toString();
            return id.length() <= 256 && id.chars().noneMatch(Character::isISOControl);
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
