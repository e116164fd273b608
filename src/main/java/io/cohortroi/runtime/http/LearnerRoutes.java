package io.cohortroi.runtime.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.query.Json;
import io.cohortroi.runtime.query.LearnerIndex;
import io.cohortroi.runtime.query.LearnerRow;
import io.cohortroi.runtime.query.LearnerTimelines;
import io.cohortroi.runtime.query.RecordFetcher;
import io.cohortroi.runtime.query.RoiExplanation;
import io.cohortroi.runtime.query.RoiRow;
import io.javalin.http.Context;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Segments of learners, one learner, what they did, and one ROI record with its explanation. */
final class LearnerRoutes {
    private static final Map<String, Comparator<LearnerRow>> ORDERS = Map.of(
            "learner_id", Comparator.comparing(LearnerRow::learnerId),
            "confidence", Comparator.comparingDouble(LearnerRow::confidence),
            "completions", Comparator.comparingInt(LearnerRow::completions),
            "mean_roi", Comparator.comparingDouble(row -> row.meanRoi().orElse(-1.0)));

    private final LearnerIndex index;
    private final LearnerTimelines timelines;
    private final RecordFetcher fetcher;
    private final RecentAnswers segments = new RecentAnswers(System::nanoTime);

    LearnerRoutes(LearnerIndex index, LearnerTimelines timelines, RecordFetcher fetcher) {
        this.index = index;
        this.timelines = timelines;
        this.fetcher = fetcher;
    }

    void learners(Context context) {
        String[] known = Stream.concat(Arrays.stream(SegmentFilter.PARAMETERS), Stream.of("sort", "limit", "offset"))
                .toArray(String[]::new);
        QueryParameters query = QueryParameters.of(context, known);
        Page page = Page.of(query);
        Comparator<LearnerRow> order = order(query.text("sort").orElse("learner_id"));
        Predicate<LearnerRow> wanted = SegmentFilter.of(query);
        requireComplete();
        String question = Objects.requireNonNullElse(context.queryString(), "");
        byte[] body = segments.get(question, () -> segment(wanted, order, page));
        context.status(200).contentType("application/json").result(body);
    }

    private byte[] segment(Predicate<LearnerRow> wanted, Comparator<LearnerRow> order, Page page) {
        List<LearnerRow> segment = index.all().filter(wanted).sorted(order).toList();
        ObjectNode answer = Json.object();
        page.put(answer, "learners", segment, LearnerRoutes::shortForm);
        answer.put("of", index.size());
        answer.set("distribution", distribution(segment));
        return Json.bytes(answer);
    }

    void learner(Context context) {
        QueryParameters.of(context);
        LearnerRow row = known(context);
        ObjectNode answer = row.profile().deepCopy();
        answer.put("completions", row.completions());
        answer.put("mean_roi", row.meanRoi().map(LearnerRoutes::rounded).orElse(null));
        ArrayNode records = answer.putArray("roi_records");
        index.records(row.learnerId()).forEach(record -> records.add(shortForm(record)));
        Answers.json(context, 200, answer);
    }

    void timeline(Context context) {
        QueryParameters.of(context);
        LearnerRow row = known(context);
        ObjectNode answer = Json.object().put("learner_id", row.learnerId());
        ArrayNode lines = answer.putArray("timeline");
        try {
            for (LearnerTimelines.Line line : timelines.timeline(row.learnerId())) {
                ObjectNode node = lines.addObject().put("at", line.at().toString());
                node.put("kind", line.kind()).put("id", line.id());
                ObjectNode details = node.putObject("details");
                line.details().forEach(details::put);
                index.record(row.learnerId(), line.id()).ifPresent(record -> node.set("roi", shortForm(record)));
            }
        } catch (LearnerTimelines.UnavailableException e) {
            throw ApiException.notReady("The learner's history cannot be read now: " + e.getMessage());
        }
        Answers.json(context, 200, answer);
    }

    void roiRecord(Context context) {
        QueryParameters.of(context);
        Answers.json(context, 200, fetch(context));
    }

    void explain(Context context) {
        QueryParameters.of(context);
        ObjectNode record = fetch(context);
        ObjectNode answer = RoiExplanation.of(record);
        answer.set("record", record); // shared with other askers: written, never changed
        Answers.json(context, 200, answer);
    }

    private ObjectNode fetch(Context context) {
        requireComplete();
        RoiRow row = index.record(context.pathParam("learner"), context.pathParam("completion"))
                .orElseThrow(() -> ApiException.notFound("ROI record is not known."));
        try {
            return fetcher.fetch(LearnerIndex.ROI_RECORDS, row.partition(), row.offset())
                    .orElseThrow(() -> ApiException.notFound("The topic no longer keeps this ROI record."));
        } catch (RecordFetcher.BusyException e) {
            throw ApiException.notReady("More records are asked for than can be fetched. Try again in a moment.");
        }
    }

    private LearnerRow known(Context context) {
        requireComplete();
        return index.find(context.pathParam("learner"))
                .orElseThrow(() -> ApiException.notFound("Learner is not known, or was erased."));
    }

    private void requireComplete() {
        requireComplete(index);
    }

    /** @throws ApiException 503 while a learner that is not found may just not have been read yet */
    static void requireComplete(LearnerIndex index) {
        if (!index.caughtUp()) {
            throw ApiException.notReady("The learners are still being read from the topics. Try again in a moment.");
        }
    }

    private static Comparator<LearnerRow> order(String sort) {
        boolean descending = sort.startsWith("-");
        Comparator<LearnerRow> order = ORDERS.get(descending ? sort.substring(1) : sort);
        if (order == null) {
            throw ApiException.badRequest(
                    "The parameter sort is one of [completions, confidence, learner_id, mean_roi],"
                            + " with - for descending.");
        }
        return (descending ? order.reversed() : order).thenComparing(LearnerRow::learnerId);
    }

    static ObjectNode shortForm(LearnerRow row) {
        ObjectNode node = Json.object().put("learner_id", row.learnerId());
        for (String field : List.of("status", "cohort", "archetype", "confidence", "attributes", "updated_at")) {
            if (row.profile().has(field)) {
                node.set(field, row.profile().get(field));
            }
        }
        node.put("completions", row.completions());
        return node.put("mean_roi", row.meanRoi().map(LearnerRoutes::rounded).orElse(null));
    }

    private static ObjectNode shortForm(RoiRow record) {
        ObjectNode node = Json.object().put("completion_id", record.completionId());
        node.put("workflow_id", record.workflowId())
                .put("timestamp", record.timestamp().toString());
        node.put("voided", record.voided()).put("record_version", record.recordVersion());
        return node.put("roi_multiplier", Double.isNaN(record.multiplier()) ? null : rounded(record.multiplier()));
    }

    /** How the segment spreads: learners by cohort, archetype, tenth of confidence and quarter of mean ROI. */
    private static ObjectNode distribution(List<LearnerRow> segment) {
        Map<String, Integer> cohorts = new TreeMap<>();
        Map<String, Integer> archetypes = new TreeMap<>();
        Confidences confidences = new Confidences();
        AttributeCounts attributes = new AttributeCounts();
        Map<BigDecimal, Integer> roi = new TreeMap<>();
        for (LearnerRow row : segment) {
            cohorts.merge(row.cohort(), 1, Integer::sum);
            archetypes.merge(row.archetype(), 1, Integer::sum);
            confidences.add(row);
            attributes.add(row.profile().path("attributes"));
            row.meanRoi().ifPresent(mean -> roi.merge(quarter(mean), 1, Integer::sum));
        }
        ObjectNode answer = Json.object();
        cohorts.forEach(answer.putObject("cohorts")::put);
        archetypes.forEach(answer.putObject("archetypes")::put);
        confidences.putInto(answer);
        answer.set("attributes", attributes.describe());
        ArrayNode quarters = answer.putArray("mean_roi_quarters");
        roi.forEach((from, learners) -> quarters.addObject().put("from", from).put("learners", learners));
        return answer;
    }

    /** 1.37 falls in the quarter from 1.25; all from 5 on are one. */
    private static BigDecimal quarter(double roi) {
        double from = Math.min(5, Math.floor(roi * 4) / 4);
        return BigDecimal.valueOf(from).stripTrailingZeros();
    }

    private static BigDecimal rounded(double value) {
        return BigDecimal.valueOf(value).setScale(12, RoundingMode.HALF_UP).stripTrailingZeros();
    }
}
