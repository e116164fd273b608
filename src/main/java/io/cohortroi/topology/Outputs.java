package io.cohortroi.topology;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/** The last steps to a public topic. */
final class Outputs {
    private Outputs() {}

    /** @param suffix tells the steps of one topic apart where several streams write it; may be empty */
    static void write(KStream<String, Emission> emissions, TopologyOptions options, String topic, String suffix) {
        emissions
                .filter(
                        (key, emission) -> emission instanceof Emission.Output output
                                && output.topic().equals(topic),
                        Named.as("only-" + topic + suffix))
                .map(Outputs::unwrap, Named.as("unwrap-" + topic + suffix))
                .to(
                        options.topic(topic),
                        Produced.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("write-" + topic + suffix));
    }

    private static KeyValue<byte[], byte[]> unwrap(String key, Emission emission) {
        Emission.Output output = (Emission.Output) emission;
        return KeyValue.pair(output.key(), output.value());
    }
}
