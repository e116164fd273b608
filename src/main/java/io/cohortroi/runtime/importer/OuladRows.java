package io.cohortroi.runtime.importer;

import io.cohortroi.runtime.importer.OuladCatalogue.Assessment;
import io.cohortroi.runtime.importer.OuladCatalogue.Presentation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows that become events, in file order and compact: some twenty bytes each, so that 600,000 of them take 12 MB.
 * Times are days since the epoch.
 */
final class OuladRows {
    static final String INFO = "studentInfo.csv";
    static final String REGISTRATIONS = "studentRegistration.csv";
    static final String SESSIONS = "studentVle.csv";
    static final String RESULTS = "studentAssessment.csv";
    static final List<String> FILES = List.of(INFO, REGISTRATIONS, SESSIONS, RESULTS);

    /** In place of an unregistration or of a student's information that is not there. */
    static final int NONE = Integer.MIN_VALUE;

    private static final int LONGEST_COURSE_DAYS = 9999;
    private static final int MOST_CLICKS = 1_000_000_000;
    private static final BigDecimal BEST_SCORE = new BigDecimal(100);

    private final OuladCatalogue catalogue;
    private final ImportTally tally;
    private final Map<Long, Integer> informationOfStudent = new HashMap<>();
    private final Interned<Information> information = new Interned<>();
    private final Interned<BigDecimal> scores = new Interned<>();

    final Registrations registrations = new Registrations();
    final Sessions sessions = new Sessions();
    final Results results = new Results();

    /** What is known of a student of a presentation; each may be empty. */
    record Information(String region, String education, String ageBand) {}

    /** Rows of studentRegistration. {@code unregistered} is {@link #NONE} where the learner stayed. */
    static final class Registrations {
        final IntColumn student = new IntColumn();
        final IntColumn presentation = new IntColumn();
        final IntColumn registered = new IntColumn();
        final IntColumn unregistered = new IntColumn();
        final IntColumn information = new IntColumn();
    }

    /** Rows of studentVle. {@code number} is the data row's, from 1. */
    static final class Sessions {
        final IntColumn number = new IntColumn();
        final IntColumn student = new IntColumn();
        final IntColumn presentation = new IntColumn();
        final IntColumn kind = new IntColumn();
        final IntColumn day = new IntColumn();
        final IntColumn clicks = new IntColumn();
    }

    /** Rows of studentAssessment that are scored and not banked. */
    static final class Results {
        final IntColumn student = new IntColumn();
        final IntColumn assessment = new IntColumn();
        final IntColumn day = new IntColumn();
        final IntColumn score = new IntColumn();
    }

    private OuladRows(OuladCatalogue catalogue, ImportTally tally) {
        this.catalogue = catalogue;
        this.tally = tally;
    }

    static OuladRows read(InputFolder folder, OuladCatalogue catalogue, ImportTally tally) throws ImportException {
        OuladRows rows = new OuladRows(catalogue, tally);
        folder.read(INFO, List.of("code_module", "code_presentation", "id_student"), rows::addInformation);
        folder.read(
                REGISTRATIONS,
                List.of("code_module", "code_presentation", "id_student", "date_registration", "date_unregistration"),
                rows::addRegistration);
        folder.read(
                SESSIONS,
                List.of("code_module", "code_presentation", "id_student", "id_site", "date", "sum_click"),
                rows::addSession);
        folder.read(
                RESULTS,
                List.of("id_assessment", "id_student", "date_submitted", "is_banked", "score"),
                rows::addResult);
        return rows;
    }

    /** @param index of {@link Registrations#information}, not {@link #NONE} */
    Information information(int index) {
        return information.get(index);
    }

    /** From 0 to 100. */
    BigDecimal score(int index) {
        return scores.get(index);
    }

    /** How many registrations ended before their presentation. */
    int unregistrations() {
        int count = 0;
        for (int i = 0; i < registrations.unregistered.size(); i++) {
            count += registrations.unregistered.get(i) == NONE ? 0 : 1;
        }
        return count;
    }

    boolean isEmpty() {
        return registrations.student.size() + sessions.student.size() + results.student.size() == 0;
    }

    private void addInformation(Row row) {
        Presentation presentation = catalogue.presentation(row);
        int student = student(row);
        Information found = new Information(row.text("region"), row.text("highest_education"), row.text("age_band"));
        if (presentation != null && row.isSound()) {
            Integer earlier = informationOfStudent.putIfAbsent(key(presentation, student), information.index(found));
            if (earlier != null) {
                row.reject("a student is listed once for a presentation", row.text("id_student"));
            }
        }
    }

    private void addRegistration(Row row) {
        Presentation presentation = catalogue.presentation(row);
        int student = student(row);
        int registered = row.isBlank("date_registration") ? 0 : day(row, "date_registration");
        boolean left = !row.isBlank("date_unregistration");
        int unregistered = left ? day(row, "date_unregistration") : 0;
        if (presentation != null && row.isSound()) {
            registrations.student.add(student);
            registrations.presentation.add(presentation.index());
            registrations.registered.add(presentation.startDay() + registered);
            registrations.unregistered.add(left ? presentation.startDay() + unregistered : NONE);
            registrations.information.add(informationOfStudent.getOrDefault(key(presentation, student), NONE));
        }
    }

    private void addSession(Row row) {
        Presentation presentation = catalogue.presentation(row);
        int student = student(row);
        int kind = catalogue.siteKind(row);
        int day = day(row, "date");
        int clicks = row.whole("sum_click", 0, MOST_CLICKS);
        if (presentation != null && row.isSound()) {
            sessions.number.add(Math.toIntExact(row.number()));
            sessions.student.add(student);
            sessions.presentation.add(presentation.index());
            sessions.kind.add(kind);
            sessions.day.add(presentation.startDay() + day);
            sessions.clicks.add(clicks);
        }
    }

    private void addResult(Row row) {
        boolean banked = row.whole("is_banked", 0, 1) == 1;
        if (!row.isSound()) {
            return;
        }
        if (banked) {
            tally.skipped("banked");
            return;
        }
        if (row.isBlank("score")) {
            tally.skipped("blank score");
            return;
        }
        Assessment assessment = catalogue.assessment(row);
        int student = student(row);
        int day = day(row, "date_submitted");
        BigDecimal score = row.decimal("score", BigDecimal.ZERO, BEST_SCORE);
        if (assessment != null && row.isSound()) {
            results.student.add(student);
            results.assessment.add(assessment.index());
            results.day.add(assessment.presentation().startDay() + day);
            results.score.add(scores.index(score));
        }
    }

    private static int student(Row row) {
        return row.whole("id_student", 0, Integer.MAX_VALUE);
    }

    private static int day(Row row, String column) {
        return row.whole(column, -LONGEST_COURSE_DAYS, LONGEST_COURSE_DAYS);
    }

    private static long key(Presentation presentation, int student) {
        return ((long) presentation.index() << Integer.SIZE) | student;
    }

    /** Few distinct values of many rows, each known by a small number. */
    private static final class Interned<T> {
        private final List<T> values = new ArrayList<>();
        private final Map<T, Integer> indexes = new HashMap<>();

        int index(T value) {
            return indexes.computeIfAbsent(value, added -> {
                values.add(added);
                return values.size() - 1;
            });
        }

        T get(int index) {
            return values.get(index);
        }
    }
}
