package io.cohortroi.connect.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonScannerTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " {\"a\" : [ ] } ",
                "{\"a\":[1,-0,0.5,-1.5e+10,2E-3,true,false,null,\"\",{},[[]]]}",
                "{\"\\u00e7\\n\\\"\\\\\":\"ğüşiöç 😀 \\ud83d\\ude00\"}",
                "{\"a\":{\"b\":{\"c\":[{\"d\":1}]}},\"e\":2}",
                "{\"a\":1,\"a\":2}"
            })
    void shouldAcceptAnObject(String json) throws MalformedJsonException {
        assertThat(JsonLine.of(utf8(json))).isEqualTo(utf8(json));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "|a value is one JSON object, at byte 0",
                "[]|a value is one JSON object, at byte 0",
                "1|a value is one JSON object, at byte 0",
                "{|a field name in quotes was expected, at byte 1",
                "{\"a\"}|a colon was expected, at byte 4",
                "{\"a\":}|a value was expected, at byte 5",
                "{\"a\":1|a comma or a closing bracket was expected, at byte 6",
                "{\"a\":1,}|a field name in quotes was expected, at byte 7",
                "{\"a\":[1,]}|a value was expected, at byte 8",
                "{\"a\":[1}|a comma or a closing bracket was expected, at byte 7",
                "{\"a\":01}|a comma or a closing bracket was expected, at byte 6",
                "{\"a\":1.}|a value was expected, at byte 7",
                "{\"a\":NaN}|a value was expected, at byte 5",
                "{\"a\":tru}|a value was expected, at byte 5",
                "{\"a\":\"|a text is not closed, at byte 6",
                "{\"a\":\"\\x\"}|no such escape, at byte 7",
                "{\"a\":\"\\u12g4\"}|\\u needs four hex digits, at byte 7",
                "{\"a\":'b'}|a value was expected, at byte 5",
                "{} {}|nothing may follow the object, at byte 3"
            })
    void shouldRefuseWhatIsNoObject(String json, String message) {
        assertThatThrownBy(() -> JsonLine.of(utf8(json == null ? "" : json)))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "c0af", "c3", "e282", "eda080", "f08080af", "f4908080", "80", "0a", "00"})
    void shouldRefuseTextThatIsNotUtf8(String hex) {
        byte[] bad = HexFormat.of().parseHex("7b2261223a22" + hex + "227d");

        assertThatThrownBy(() -> JsonLine.of(bad)).isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void shouldRefuseNestingBeyondItsLimit() throws MalformedJsonException {
        String deepest = "{\"a\":" + "[".repeat(511) + "]".repeat(511) + "}";
        assertThat(JsonLine.of(utf8(deepest))).isEqualTo(utf8(deepest));

        assertThatThrownBy(() -> JsonLine.of(utf8("{\"a\":" + "[".repeat(100_000))))
                .hasMessageStartingWith("a value nests at most 512 deep");
    }

    @Test
    void shouldPutAnObjectOnOneLineAndLeaveTheRestAlone() throws MalformedJsonException {
        String pretty =
                "{\r\n  \"b\" : 1.50,\n\t\"a\": \"two  spaces, \\n and \\\"quotes\\\" \",\n  \"c\": [ 1 , 2 ]\n}\n";

        assertThat(new String(JsonLine.of(utf8(pretty)), StandardCharsets.UTF_8))
                .isEqualTo("{\"b\":1.50,\"a\":\"two  spaces, \\n and \\\"quotes\\\" \",\"c\":[1,2]}");
        assertThat(new String(JsonLine.of(utf8("{ \"a\" : 1 }")), StandardCharsets.UTF_8))
                .isEqualTo("{ \"a\" : 1 }");
    }

    @Test
    void shouldSeeWhoseLineItIs() {
        LineKey key = new LineKey("learner_id");

        assertThat(key.isAnyOf(utf8("{\"learner_id\":\"L1\"}"), Set.of("L1"))).isTrue();
        assertThat(key.isAnyOf(utf8("{\"learner\\u005fid\":\"\\u004c1\"}"), Set.of("L1")))
                .isTrue();
        assertThat(key.isAnyOf(utf8("{\"x\":[\"L1\"],\"learner_id\":\"L2\",\"y\":\"L1\"}"), Set.of("L1")))
                .isFalse();
        assertThat(key.isAnyOf(utf8("{\"in\":{\"learner_id\":\"L1\"},\"learner_id\":\"L2\"}"), Set.of("L1")))
                .isFalse();
        assertThat(key.isAnyOf(utf8("{\"learner_id\":1,\"a\":{\"b\":2},\"c\":\"L1\"}"), Set.of("L1", "1")))
                .isFalse();
    }

    @Test
    void shouldAgreeWithAnotherParserOnMutatedJson() throws IOException {
        long seed = 20_260_131;
        Random random = new Random(seed);
        ObjectMapper other = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        byte[] sample =
                utf8("{\"learner_id\":\"L1ğ\",\"roi\":1.92e1,\"in\":{\"a\":[true,null,-3,\"\\u0041\\n\"]},\"z\":{}}");
        int accepted = 0;
        for (int i = 0; i < 60_000; i++) {
            byte[] json = mutated(sample, random);
            boolean ours;
            try {
                byte[] line = JsonLine.of(json);
                ours = true;
                assertThat(line).doesNotContain((byte) '\n', (byte) '\r');
                assertThat(other.readTree(line)).as("seed %s case %s", seed, i).isEqualTo(other.readTree(json));
                accepted++;
            } catch (MalformedJsonException e) {
                ours = false;
            }
            assertThat(ours)
                    .as("seed %s case %s: %s", seed, i, HexFormat.of().formatHex(json))
                    .isEqualTo(isObject(other, json));
        }
        assertThat(accepted).isBetween(1_000, 59_000);
    }

    private static boolean isObject(ObjectMapper mapper, byte[] json) throws IOException {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json));
            JsonNode node = mapper.readTree(json);
            return node != null && node.isObject() && json[0] != (byte) 0xEF;
        } catch (CharacterCodingException | JsonProcessingException e) {
            return false;
        }
    }

    private static byte[] mutated(byte[] sample, Random random) {
        List<Byte> bytes = new ArrayList<>();
        for (byte b : sample) {
            bytes.add(b);
        }
        String alphabet = "{}[]\",:\\ \n0123456789-+.eEtrufalsn\u00e7";
        byte[] letters = utf8(alphabet);
        for (int n = random.nextInt(3); n >= 0; n--) {
            int at = random.nextInt(bytes.size());
            switch (random.nextInt(3)) {
                case 0 -> bytes.remove(at);
                case 1 -> bytes.add(at, letters[random.nextInt(letters.length)]);
                default -> bytes.set(at, letters[random.nextInt(letters.length)]);
            }
        }
        byte[] result = new byte[bytes.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = bytes.get(i);
        }
        return result;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
