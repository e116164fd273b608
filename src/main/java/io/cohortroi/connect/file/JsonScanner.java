package io.cohortroi.connect.file;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object (RFC 8259, UTF-8, at most {@value #MAX_DEPTH} deep) byte by byte, strictly, without building
 * anything. The sink passes values on as they are, so all it needs is to know that a value is whole, to drop line
 * breaks between tokens, and to see top-level text fields.
 */
public final class JsonScanner {
    static final int MAX_DEPTH = 512;

    /** Sees the text fields of the outermost object. */
    @FunctionalInterface
    public interface FieldVisitor {
        void text(String name, String text);
    }

    private final byte[] json;
    private boolean[] inObject = new boolean[32];
    private int position;
    private boolean escaped;

    public JsonScanner(byte[] json) {
        this.json = json;
    }

    /** Checks the whole text; the visitor may be null. */
    public void scan(@Nullable FieldVisitor visitor) throws MalformedJsonException {
        position = 0;
        skipSpace();
        if (peek() != '{') {
            throw wrong("a value is one JSON object");
        }
        int depth = 0;
        String name = null;
        boolean valueNext = true;
        do {
            if (!valueNext) {
                // after a value: the next member, or the end of the container
                skipSpace();
                int next = peek();
                if (next == (inObject[depth] ? '}' : ']')) {
                    position++;
                    depth--;
                    continue;
                }
                if (next != ',') {
                    throw wrong("a comma or a closing bracket was expected");
                }
                position++;
                if (inObject[depth]) {
                    name = readName(depth == 1 && visitor != null);
                }
            }
            skipSpace();
            int first = peek();
            if (first == '{' || first == '[') {
                position++;
                if (++depth > MAX_DEPTH) {
                    throw wrong("a value nests at most " + MAX_DEPTH + " deep");
                }
                if (depth == inObject.length) {
                    inObject = Arrays.copyOf(inObject, depth * 2);
                }
                inObject[depth] = first == '{';
                skipSpace();
                if (peek() == (inObject[depth] ? '}' : ']')) {
                    position++;
                    depth--;
                    valueNext = false;
                } else {
                    if (inObject[depth]) {
                        name = readName(depth == 1 && visitor != null);
                    }
                    valueNext = true;
                }
                continue;
            }
            if (first == '"') {
                int start = position;
                skipString();
                if (visitor != null && name != null && depth == 1 && inObject[1]) {
                    visitor.text(name, text(start));
                }
            } else {
                skipScalar(first);
            }
            valueNext = false;
        } while (depth > 0);
        skipSpace();
        if (position < json.length) {
            throw wrong("nothing may follow the object");
        }
    }

    private @Nullable String readName(boolean wanted) throws MalformedJsonException {
        skipSpace();
        if (peek() != '"') {
            throw wrong("a field name in quotes was expected");
        }
        int start = position;
        skipString();
        String name = wanted ? text(start) : null;
        skipSpace();
        if (peek() != ':') {
            throw wrong("a colon was expected");
        }
        position++;
        return name;
    }

    private void skipSpace() {
        while (position < json.length && isSpace(json[position])) {
            position++;
        }
    }

    static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r';
    }

    private int peek() {
        return position < json.length ? json[position] : -1;
    }

    // From the opening quote to after the closing one.
    private void skipString() throws MalformedJsonException {
        escaped = false;
        position++;
        while (true) {
            int b = peek();
            if (b == '"') {
                position++;
                return;
            }
            if (b == '\\') {
                escaped = true;
                skipEscape();
            } else if (b >= 0x20) {
                position++;
            } else if (position < json.length && b < 0) {
                skipMultiByte();
            } else if (position >= json.length) {
                throw wrong("a text is not closed");
            } else {
                throw wrong("a control character in a text must be escaped");
            }
        }
    }

    private void skipEscape() throws MalformedJsonException {
        position++;
        int kind = peek();
        if (kind == 'u') {
            for (int digit = 1; digit <= 4; digit++) {
                if (position + digit >= json.length || Character.digit(json[position + digit], 16) < 0) {
                    throw wrong("\\u needs four hex digits");
                }
            }
            position += 5;
        } else if (kind >= 0 && "\"\\/bfnrt".indexOf(kind) >= 0) {
            position++;
        } else {
            throw wrong("no such escape");
        }
    }

    // Well-formed UTF-8 only: shortest form, no surrogates, up to U+10FFFF.
    private void skipMultiByte() throws MalformedJsonException {
        int lead = json[position] & 0xFF;
        int more = lead >= 0xC2 && lead <= 0xDF
                ? 1
                : lead >= 0xE0 && lead <= 0xEF ? 2 : lead >= 0xF0 && lead <= 0xF4 ? 3 : 0;
        int second = position + 1 < json.length ? json[position + 1] & 0xFF : 0;
        boolean sound = more > 0
                && !(lead == 0xE0 && second < 0xA0)
                && !(lead == 0xED && second > 0x9F)
                && !(lead == 0xF0 && second < 0x90)
                && !(lead == 0xF4 && second > 0x8F);
        for (int i = 1; sound && i <= more; i++) {
            sound = position + i < json.length && (json[position + i] & 0xC0) == 0x80;
        }
        if (!sound) {
            throw wrong("a text is UTF-8");
        }
        position += 1 + more;
    }

    private void skipScalar(int first) throws MalformedJsonException {
        switch (first) {
            case 't' -> skipWord("true");
            case 'f' -> skipWord("false");
            case 'n' -> skipWord("null");
            default -> skipNumber();
        }
    }

    private void skipWord(String word) throws MalformedJsonException {
        for (int i = 0; i < word.length(); i++) {
            if (position + i >= json.length || json[position + i] != word.charAt(i)) {
                throw wrong("a value was expected");
            }
        }
        position += word.length();
    }

    private void skipNumber() throws MalformedJsonException {
        if (peek() == '-') {
            position++;
        }
        if (peek() == '0') {
            position++;
        } else {
            skipDigits();
        }
        if (peek() == '.') {
            position++;
            skipDigits();
        }
        if (peek() == 'e' || peek() == 'E') {
            position++;
            if (peek() == '+' || peek() == '-') {
                position++;
            }
            skipDigits();
        }
    }

    private void skipDigits() throws MalformedJsonException {
        int start = position;
        while (peek() >= '0' && peek() <= '9') {
            position++;
        }
        if (position == start) {
            throw wrong("a value was expected");
        }
    }

    // The text whose opening quote is at start and whose closing quote is just behind.
    private String text(int start) {
        String raw = new String(json, start + 1, position - start - 2, StandardCharsets.UTF_8);
        if (!escaped) {
            return raw;
        }
        StringBuilder text = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char kind = raw.charAt(++i);
            switch (kind) {
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case 'u' -> {
                    text.append((char) Integer.parseInt(raw, i + 1, i + 5, 16));
                    i += 4;
                }
                default -> text.append(kind);
            }
        }
        return text.toString();
    }

    private MalformedJsonException wrong(String rule) {
        return new MalformedJsonException(rule, position);
    }
}
