package io.cohortroi.runtime.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.query.CompactedViews;
import io.cohortroi.runtime.query.Json;
import io.cohortroi.runtime.query.ViewEntry;
import io.javalin.http.Context;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The conservation ledger: of every topic, how many records came in and what became of them. It balances when
 * {@code input = applied + duplicate + superseded + waiting + dead_lettered}, for instance
 * {@code 100 = 90 + 4 + 3 + 2 + 1}.
 */
final class LedgerRoutes {
    private static final List<String> OUTCOMES =
            List.of("applied", "duplicate", "superseded", "waiting", "dead_lettered");

    private final Answers answers;

    LedgerRoutes(Answers answers) {
        this.answers = answers;
    }

    void ledger(Context context) {
        QueryParameters.of(context);
        answers.snapshot(context, LedgerRoutes::ledger);
    }

    private static ObjectNode ledger(Served served) {
        SortedMap<String, ObjectNode> topics = new TreeMap<>();
        ObjectNode answer = Json.object();
        answer.put("balanced", true);
        ArrayNode sums = answer.putArray("topics");
        ArrayNode partitions = answer.putArray("partitions");
        for (ViewEntry entry :
                served.snapshot().table(CompactedViews.CONSERVATION_LEDGER).values()) {
            ObjectNode partition = entry.value();
            String topic = partition.path("topic").asText();
            partitions.add(withBalance(partition.deepCopy()));
            add(topics.computeIfAbsent(topic, name -> Json.object().put("topic", name)), partition);
        }
        topics.values().forEach(topic -> sums.add(withBalance(topic)));
        boolean balanced = true;
        for (var partition : partitions) {
            balanced = balanced && partition.path("balanced").asBoolean();
        }
        return answer.put("balanced", balanced);
    }

    private static void add(ObjectNode sum, ObjectNode partition) {
        add(sum, partition, "input");
        OUTCOMES.forEach(outcome -> add(sum, partition, outcome));
    }

    private static void add(ObjectNode sum, ObjectNode partition, String field) {
        sum.put(field, sum.path(field).asLong() + partition.path(field).asLong());
    }

    private static ObjectNode withBalance(ObjectNode counts) {
        return counts.put("balanced", isBalanced(counts));
    }

    static boolean isBalanced(ObjectNode counts) {
        long outcomes = OUTCOMES.stream()
                .mapToLong(outcome -> counts.path(outcome).asLong())
                .sum();
        return counts.path("input").asLong() == outcomes;
    }
}
