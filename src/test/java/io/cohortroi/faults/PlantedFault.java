package io.cohortroi.faults;

import io.cohortroi.connect.file.LocalStorage;
import io.cohortroi.testing.Records;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Mistakes that the judge of the faults on real processes has to notice: each is made in what an exact run left behind, on
 * the way from the topic to the judge or in a copy of the files. A judge that notices none of a kind is blind there.
 */
enum PlantedFault {
    ONE_RECORD_IN_TEN_THOUSAND_LOST {
        @Override
        Verdict judge(Judge judge, Scene scene) throws Exception {
            AtomicInteger seen = new AtomicInteger();
            return judge.misled((topic, record, on) -> {
                        if (!topic.equals("roi-records") || seen.getAndIncrement() % 10_000 != 16) {
                            on.accept(record);
                        }
                    })
                    .judgeTopics();
        }
    },
    RECORD_BOOKED_TWICE {
        @Override
        Verdict judge(Judge judge, Scene scene) throws Exception {
            AtomicInteger seen = new AtomicInteger();
            return judge.misled((topic, record, on) -> {
                        on.accept(record);
                        if (topic.equals("roi-records") && seen.getAndIncrement() == 16) {
                            on.accept(record);
                        }
                    })
                    .judgeTopics();
        }
    },
    DEAD_LETTER_SKIPPED {
        @Override
        Verdict judge(Judge judge, Scene scene) throws Exception {
            AtomicInteger seen = new AtomicInteger();
            return judge.misled((topic, record, on) -> {
                        if (!topic.equals("dead-letters") || seen.getAndIncrement() != 3) {
                            on.accept(record);
                        }
                    })
                    .judgeTopics();
        }
    },
    DEAD_LETTER_CHANGED {
        @Override
        Verdict judge(Judge judge, Scene scene) throws Exception {
            return judge.misled(rewriting("dead-letters", value -> value + " ")).judgeTopics();
        }
    },
    FLOAT_DRIFT {
        @Override
        Verdict judge(Judge judge, Scene scene) throws Exception {
            return judge.misled(
                            rewriting("cohort-metrics", value -> number("total_cost", value, PlantedFault::asFloat)))
                    .judgeTopics();
        }
    },
    A_CENT_OFF {
        @Override
        Verdict judge(Judge judge, Scene scene) throws Exception {
            UnaryOperator<BigDecimal> more = amount -> amount.add(new BigDecimal("0.01"));
            return judge.misled(rewriting("roi-records", value -> number("cost", value, more)))
                    .judgeTopics();
        }
    },
    ANOTHER_COHORT {
        @Override
        Verdict judge(Judge judge, Scene scene) throws Exception {
            return judge.misled(rewriting(
                            "roi-records", value -> value.replace("\"cohort\":\"north\"", "\"cohort\":\"south\"")))
                    .judgeTopics();
        }
    },
    PROFILE_NEVER_SAID {
        @Override
        Verdict judge(Judge judge, Scene scene) throws Exception {
            return judge.misled((topic, record, on) -> {
                        if (!topic.equals("learner-profiles")
                                || !new String(record.key(), StandardCharsets.UTF_8).equals("l7")) {
                            on.accept(record);
                        }
                    })
                    .judgeTopics();
        }
    },
    LEDGER_COUNTS_ONE_MORE {
        @Override
        Verdict judge(Judge judge, Scene scene) throws Exception {
            UnaryOperator<BigDecimal> more = count -> count.add(BigDecimal.ONE);
            return judge.misled(rewriting(
                            "conservation-ledger", value -> number("input", number("applied", value, more), more)))
                    .judgeTopics();
        }
    },
    LEDGER_DOES_NOT_BALANCE {
        @Override
        Verdict judge(Judge judge, Scene scene) throws Exception {
            UnaryOperator<BigDecimal> more = count -> count.add(BigDecimal.ONE);
            return judge.misled(rewriting("conservation-ledger", value -> number("duplicate", value, more)))
                    .judgeTopics();
        }
    },
    LINE_LOST {
        @Override
        Verdict judge(Judge judge, Scene scene) throws Exception {
            return judge.judgeFiles(scene.damaged(name(), lines -> lines.remove(lines.size() / 2)));
        }
    },
    LINE_TWICE {
        @Override
        Verdict judge(Judge judge, Scene scene) throws Exception {
            return judge.judgeFiles(scene.damaged(
                    name(), lines -> lines.add(lines.size() / 2, lines.get(lines.size() / 2))));
        }
    },
    LINES_OUT_OF_ORDER {
        @Override
        Verdict judge(Judge judge, Scene scene) throws Exception {
            return judge.judgeFiles(scene.damaged(
                    name(), lines -> Collections.swap(lines, lines.size() / 2, lines.size() / 2 + 1)));
        }
    },
    LINE_TORN {
        @Override
        Verdict judge(Judge judge, Scene scene) throws Exception {
            return judge.judgeFiles(scene.damaged(name(), lines -> {
                int half = lines.size() / 2;
                lines.set(half, lines.get(half).substring(0, 30));
            }));
        }
    },
    SINK_READS_UNCOMMITTED {
        @Override
        Verdict judge(Judge judge, Scene scene) throws Exception {
            String aborted = "{\"learner_id\":\"l7\",\"aborted\":true}";
            Records.produceAborted(scene.bootstrap(), "roi-records", List.of(aborted));
            return judge.judgeFiles(scene.damaged(name(), lines -> lines.add(lines.size() / 2, aborted)));
        }
    };

    /** Those that are made in the files. */
    static final Set<PlantedFault> OF_FILES = EnumSet.range(LINE_LOST, SINK_READS_UNCOMMITTED);

    /** What the judge says when the mistake was made. */
    abstract Verdict judge(Judge judge, Scene scene) throws Exception;

    /**
     * What an exact run left behind.
     *
     * @param files of the sink
     * @param scratch a folder for damaged copies
     */
    record Scene(String bootstrap, Path files, Path scratch) {
        /**
         * A copy in which the largest file was changed. What stands at the end of an open file, behind what its journal
         * says is committed, is no fault: the next owner cuts it off. So changes are made in the middle.
         */
        Path damaged(String name, Consumer<List<String>> change) throws IOException {
            Path copy = scratch.resolve(name);
            try (Stream<Path> all = Files.walk(files)) {
                for (Path from : all.toList()) {
                    Path to = copy.resolve(files.relativize(from).toString());
                    if (Files.isDirectory(from)) {
                        Files.createDirectories(to);
                    } else {
                        Files.copy(from, to);
                    }
                }
            }
            Path largest = new LocalStorage()
                    .files(copy).stream()
                            .filter(file -> file.getFileName().toString().contains(".jsonl"))
                            .max(Comparator.comparingLong(file -> file.toFile().length()))
                            .orElseThrow();
            List<String> lines = new ArrayList<>(Files.readAllLines(largest));
            change.accept(lines);
            Files.writeString(largest, String.join("\n", lines) + "\n");
            return copy;
        }
    }

    private static Judge.Tampering rewriting(String topic, UnaryOperator<String> rewrite) {
        return (name, record, on) -> {
            if (!name.equals(topic) || record.value() == null) {
                on.accept(record);
                return;
            }
            byte[] value = rewrite.apply(new String(record.value(), StandardCharsets.UTF_8))
                    .getBytes(StandardCharsets.UTF_8);
            on.accept(new ConsumerRecord<>(
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    record.timestamp(),
                    record.timestampType(),
                    record.serializedKeySize(),
                    value.length,
                    record.key(),
                    value,
                    record.headers(),
                    Optional.empty()));
        };
    }

    private static String number(String field, String json, UnaryOperator<BigDecimal> change) {
        Pattern pattern = Pattern.compile("(\"" + field + "\":)(-?[0-9.]+)");
        return pattern.matcher(json)
                .replaceFirst((MatchResult found) -> found.group(1)
                        + change.apply(new BigDecimal(found.group(2))).toPlainString());
    }

    private static BigDecimal asFloat(BigDecimal amount) {
        return BigDecimal.valueOf(amount.floatValue());
    }
}
