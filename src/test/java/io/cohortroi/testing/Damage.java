package io.cohortroi.testing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages a text as editors, broken senders and attackers do: pieces put in and cut out, bits turned, the end gone. */
public final class Damage {
    private static final List<String> PIECES = List.of(
            "1e999999999",
            "1e99999999999",
            "-1e-999999999",
            "NaN",
            "null",
            "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
            "{\"a\":",
            "\\ud800",
            "\\u0000",
            "9223372036854775808",
            "\"",
            "\"\"",
            ",",
            ";",
            "\n",
            "\r\n",
            ",\"revision\":2",
            "2025-02-30T25:61:00Z",
            "+999999999-12-31T23:59:59Z",
            "0.1e64",
            "-1",
            "{}",
            "[]",
            "=1+1",
            "\u0130\u0131",
            "\uFEFF",
            "\uD83D\uDE00");

    private Damage() {}

    /** One of the texts, with up to three pieces put into it, up to three bits turned, and sometimes cut off. */
    public static byte[] of(Random random, List<String> texts) {
        StringBuilder text = new StringBuilder(texts.get(random.nextInt(texts.size())));
        for (int i = random.nextInt(3); i > 0; i--) {
            String piece = PIECES.get(random.nextInt(PIECES.size()));
            int at = random.nextInt(text.length());
            text.replace(at, Math.min(text.length(), at + random.nextInt(piece.length() + 4)), piece);
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(3); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return random.nextInt(5) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }
}
