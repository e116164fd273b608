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

    /** Numbers at the edge, in the binary form of state: sizes beyond all bounds, varints that never end. */
    private static final List<byte[]> EDGES = List.of(
            new byte[] {0},
            new byte[] {1},
            new byte[] {2},
            varint(-2, 5, 0x07),
            varint(-1, 5, 0x07),
            varint(-2, 5, 0x0F),
            varint(-1, 5, 0x0F),
            varint(-1, 5, 0x10),
            varint(-2, 10, 0x01),
            new byte[] {-2, -1, -1, -1, 7, 1, 1},
            varint(-1, 10, 0x01),
            varint(-1, 10, 0x7F),
            varint(-128, 11, 0x00));

    private Damage() {}

    private static byte[] varint(int first, int length, int last) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) (first == -128 ? first : -1));
        bytes[0] = (byte) first;
        bytes[length - 1] = (byte) last;
        return bytes;
    }

    /**
     * Bytes as they come back from a broken disk, or from a program that wrote something else: bits turned, the end gone,
     * pieces of their own or numbers at the edge over them, between them or instead of more of them.
     */
    public static byte[] ofBytes(Random random, byte[] good) {
        byte[] bytes = good;
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(bytes.length + 1);
            int to = Math.min(bytes.length, at + random.nextInt(12));
            bytes = switch (random.nextInt(4)) {
                case 0 -> turned(random, bytes);
                case 1 -> Arrays.copyOf(bytes, at);
                case 2 -> joined(bytes, at, Arrays.copyOfRange(bytes, at, to), at);
                default -> {
                    byte[] edge = EDGES.get(random.nextInt(EDGES.size()));
                    yield joined(bytes, at, edge, random.nextBoolean() ? to : at);
                }
            };
        }
        return bytes;
    }

    private static byte[] turned(Random random, byte[] bytes) {
        byte[] turned = bytes.clone();
        if (turned.length > 0) {
            turned[random.nextInt(turned.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return turned;
    }

    /** What comes before {@code end}, the piece, and what comes from {@code on} on. */
    private static byte[] joined(byte[] bytes, int end, byte[] piece, int on) {
        byte[] joined = Arrays.copyOf(bytes, end + piece.length + bytes.length - on);
        System.arraycopy(piece, 0, joined, end, piece.length);
        System.arraycopy(bytes, on, joined, end + piece.length, bytes.length - on);
        return joined;
    }

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
