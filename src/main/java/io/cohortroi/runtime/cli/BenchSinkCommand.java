package io.cohortroi.runtime.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.bench.SinkBench;
import io.cohortroi.runtime.bench.SinkBenchResult;
import io.cohortroi.runtime.bench.SinkBenchSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the JSONL sink on the disk one points at. */
@Command(
        name = "sink",
        description = {
            "How long a record takes to be on disk, and bytes a second beside a plain append with the same flushes.",
            "Stop everything else first: both share the disk and the processor with whatever runs."
        },
        mixinStandardHelpOptions = true)
public final class BenchSinkCommand implements Callable<Integer> {
    private static final double[] PERCENTILES = {50, 99, 99.9, 100};

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--dir",
            description =
                    "A folder on the disk to measure; its own sub-folders come and go. Default: ${DEFAULT-VALUE}.")
    private Path directory = Path.of("data");

    @Option(names = "--rate", description = "Records a second offered. Default: ${DEFAULT-VALUE}.")
    private int rate = 1_000;

    @Option(names = "--seconds", description = "Length of the latency run. Default: ${DEFAULT-VALUE}.")
    private int seconds = 20;

    @Option(names = "--partitions", description = "Partitions of the latency run. Default: ${DEFAULT-VALUE}.")
    private int partitions = 6;

    @Option(names = "--line-bytes", description = "Length of a line. Default: ${DEFAULT-VALUE}.")
    private int lineBytes = 700;

    @Option(names = "--batch", description = "Records a put, as max.poll.records. Default: ${DEFAULT-VALUE}.")
    private int batch = 500;

    @Option(names = "--puts", description = "Puts a throughput repetition. Default: ${DEFAULT-VALUE}.")
    private int puts = 200;

    @Option(names = "--repetitions", description = "Throughput repetitions. Default: ${DEFAULT-VALUE}.")
    private int repetitions = 7;

    @Option(names = "--json", description = "Print the result as one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Files.createDirectories(directory);
        SinkBenchResult result = new SinkBench(
                        directory,
                        new SinkBenchSettings(rate, seconds, partitions, lineBytes, batch, puts, repetitions))
                .run();
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        if (json) {
            out.println(toJson(result));
        } else {
            print(out, result);
        }
        out.flush();
        return 0;
    }

    private void print(PrintWriter out, SinkBenchResult result) {
        out.printf(
                Locale.ROOT,
                "put to durable at %d records/s, %d s, %d partitions, %d bytes a line:%n",
                rate,
                seconds,
                partitions,
                lineBytes);
        out.println("  latency ms      " + percentiles(result.latencyUs()));
        out.println("  sender late ms  " + percentiles(result.senderLateUs()));
        out.printf(
                Locale.ROOT,
                "durable bytes/s, %d puts of %d records (%d bytes a flush), %d repetitions:%n",
                puts,
                batch,
                batch * (lineBytes + 1),
                repetitions);
        out.println("  sink            " + megabytes(result.sinkBytesPerSecond()));
        out.println("  plain append    " + megabytes(result.plainBytesPerSecond()));
        List<Double> ratios = result.ratios();
        out.printf(
                Locale.ROOT,
                "  ratio           median %.2f [%.2f .. %.2f]%n",
                SinkBenchResult.median(ratios),
                ratios.get(0),
                ratios.get(ratios.size() - 1));
    }

    private static String percentiles(Histogram histogram) {
        StringBuilder text = new StringBuilder();
        for (double percentile : PERCENTILES) {
            text.append(String.format(
                    Locale.ROOT,
                    "%s %.2f  ",
                    percentile == 100 ? "max" : "p" + number(percentile),
                    histogram.getValueAtPercentile(percentile) / 1_000.0));
        }
        return text.toString().stripTrailing();
    }

    private static String megabytes(List<Double> bytesPerSecond) {
        return String.format(
                Locale.ROOT,
                "median %.1f MB/s [%.1f .. %.1f]",
                SinkBenchResult.median(bytesPerSecond) / 1e6,
                bytesPerSecond.stream().mapToDouble(v -> v).min().orElse(0) / 1e6,
                bytesPerSecond.stream().mapToDouble(v -> v).max().orElse(0) / 1e6);
    }

    private String toJson(SinkBenchResult result) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = mapper.createObjectNode()
                .put("records_per_second", rate)
                .put("seconds", seconds)
                .put("partitions", partitions)
                .put("line_bytes", lineBytes)
                .put("records_per_put", batch)
                .put("puts", puts);
        put(root.putObject("latency_ms"), result.latencyUs());
        put(root.putObject("sender_late_ms"), result.senderLateUs());
        put(root.putArray("sink_bytes_per_second"), result.sinkBytesPerSecond());
        put(root.putArray("plain_bytes_per_second"), result.plainBytesPerSecond());
        put(root.putArray("ratios"), result.ratios());
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }

    private static void put(ObjectNode node, Histogram histogram) {
        for (double percentile : PERCENTILES) {
            String name = percentile == 100 ? "max" : "p" + number(percentile).replace(".", "_");
            node.put(name, decimal(histogram.getValueAtPercentile(percentile) / 1_000.0));
        }
    }

    private static void put(ArrayNode node, List<Double> values) {
        values.forEach(value -> node.add(decimal(value)));
    }

    private static BigDecimal decimal(double value) {
        return new BigDecimal(
                number(new BigDecimal(value).round(new MathContext(6)).doubleValue()));
    }

    private static String number(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
