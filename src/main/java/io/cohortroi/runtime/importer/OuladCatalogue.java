package io.cohortroi.runtime.importer;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What OULAD's rows refer to: presentations of modules, assessments with their weights, sites with their kind. */
final class OuladCatalogue {
    private static final Pattern PRESENTATION = Pattern.compile("(\\d{4})([BJ])");
    private static final String COURSES = "courses.csv";
    private static final String ASSESSMENTS = "assessments.csv";
    private static final String SITES = "vle.csv";

    private final Map<String, Presentation> presentations = new HashMap<>();
    private final List<Presentation> presentationsByIndex = new ArrayList<>();
    private final Map<Integer, Assessment> assessments = new HashMap<>();
    private final List<Assessment> assessmentsByIndex = new ArrayList<>();
    private final Map<Integer, Integer> siteKinds = new HashMap<>();
    private final List<String> kinds = new ArrayList<>();
    private final Map<String, Integer> kindIndexes = new HashMap<>();
    private final Set<String> listedCourses = new HashSet<>();

    /** The file names this reads. */
    static final List<String> FILES = List.of(COURSES, ASSESSMENTS, SITES);

    /**
     * One run of a module.
     *
     * @param code {@code 2013J}
     * @param startDay day 0 as an epoch day: 1 October (J) or 1 February (B) of its year
     */
    record Presentation(int index, String module, String code, int startDay) {}

    /** How a module examines, and what the product takes that for. */
    enum AssessmentType {
        CMA("CMA", "beginner", "0.2", "0.2", "learning"),
        TMA("TMA", "intermediate", "0.5", "0.5", "domain"),
        EXAM("Exam", "advanced", "0", "0.9", "framework");

        final String label;
        final String difficulty;
        final BigDecimal handsOnShare;
        final BigDecimal retentionRequirement;
        final String category;

        AssessmentType(
                String label, String difficulty, String handsOnShare, String retentionRequirement, String category) {
            this.label = label;
            this.difficulty = difficulty;
            this.handsOnShare = new BigDecimal(handsOnShare);
            this.retentionRequirement = new BigDecimal(retentionRequirement);
            this.category = category;
        }

        static @Nullable AssessmentType ofLabel(String label) {
            for (AssessmentType type : values()) {
                if (type.label.equals(label)) {
                    return type;
                }
            }
            return null;
        }
    }

    /** One assessment, which the product takes for a workflow of one component. */
    record Assessment(int index, int id, Presentation presentation, AssessmentType type, BigDecimal weight) {
        /** {@code AAA-2013J-1752}. */
        String workflowId() {
            return presentation.module() + "-" + presentation.code() + "-" + id;
        }

        /** {@code AAA-TMA}. */
        String component() {
            return presentation.module() + "-" + type.label;
        }
    }

    /** Reads courses, assessments and sites, as far as the folder has them. */
    static OuladCatalogue read(InputFolder folder) throws ImportException {
        OuladCatalogue catalogue = new OuladCatalogue();
        Set<String> listed = new HashSet<>();
        boolean whole = folder.read(COURSES, List.of("code_module", "code_presentation"), row -> {
            Presentation presentation = catalogue.presentation(row);
            if (presentation != null) {
                listed.add(presentation.module() + presentation.code());
            }
        });
        if (whole) {
            catalogue.listedCourses.addAll(listed);
        }
        folder.read(
                ASSESSMENTS,
                List.of("code_module", "code_presentation", "id_assessment", "assessment_type", "weight"),
                catalogue::addAssessment);
        folder.read(SITES, List.of("id_site", "code_module", "code_presentation", "activity_type"), catalogue::addSite);
        return catalogue;
    }

    /** The row's presentation; null, and the row is rejected, where it has none that can be. */
    @Nullable
    Presentation presentation(Row row) {
        String module = row.text("code_module");
        String code = row.text("code_presentation");
        Presentation known = presentations.get(module + code);
        if (known != null) {
            return known;
        }
        if (!OuladFinance.programmes().containsKey(module)) {
            row.reject(
                    "code_module is one of "
                            + String.join(", ", OuladFinance.programmes().keySet()),
                    module);
            return null;
        }
        if (!PRESENTATION.matcher(code).matches()) {
            row.reject("code_presentation is a year and B or J", code);
            return null;
        }
        if (!listedCourses.isEmpty() && !listedCourses.contains(module + code)) {
            row.reject("code_module and code_presentation are listed in courses", module + " " + code);
            return null;
        }
        int year = Integer.parseInt(code.substring(0, 4));
        LocalDate start = LocalDate.of(year, code.endsWith("J") ? 10 : 2, 1);
        Presentation added = new Presentation(presentations.size(), module, code, Math.toIntExact(start.toEpochDay()));
        presentations.put(module + code, added);
        presentationsByIndex.add(added);
        return added;
    }

    Presentation presentation(int index) {
        return presentationsByIndex.get(index);
    }

    /** The assessment the row names; null, and the row is rejected, where assessments.csv has none such. */
    @Nullable
    Assessment assessment(Row row) {
        int id = row.whole("id_assessment", 0, Integer.MAX_VALUE);
        Assessment assessment = assessments.get(id);
        if (assessment == null) {
            row.reject("id_assessment is listed in assessments", row.text("id_assessment"));
        }
        return assessment;
    }

    Assessment assessment(int index) {
        return assessmentsByIndex.get(index);
    }

    List<Assessment> assessments() {
        return assessmentsByIndex;
    }

    /** The kind of the site the row names, for {@link #kind}; -1, and the row is rejected, where vle.csv has none such. */
    int siteKind(Row row) {
        int id = row.whole("id_site", 0, Integer.MAX_VALUE);
        Integer kind = siteKinds.get(id);
        if (kind == null) {
            row.reject("id_site is listed in vle", row.text("id_site"));
            return -1;
        }
        return kind;
    }

    /** {@code oucontent}, {@code forumng}, … */
    String kind(int index) {
        return kinds.get(index);
    }

    /** The modules that rows referred to, in their order. */
    SortedSet<String> modules() {
        SortedSet<String> modules = new TreeSet<>();
        presentationsByIndex.forEach(presentation -> modules.add(presentation.module()));
        return modules;
    }

    OuladFinance.Terms terms(Assessment assessment) {
        BigDecimal weights = assessmentsByIndex.stream()
                .filter(other -> other.presentation().equals(assessment.presentation()))
                .map(Assessment::weight)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return OuladFinance.terms(assessment.presentation().module(), assessment.weight(), weights);
    }

    private void addAssessment(Row row) {
        Presentation presentation = presentation(row);
        int id = row.whole("id_assessment", 0, Integer.MAX_VALUE);
        AssessmentType type = AssessmentType.ofLabel(row.text("assessment_type"));
        BigDecimal weight = row.decimal("weight", BigDecimal.ZERO, null);
        if (type == null) {
            row.reject("assessment_type is CMA, TMA or Exam", row.text("assessment_type"));
        }
        if (assessments.containsKey(id)) {
            row.reject("an assessment is listed once", row.text("id_assessment"));
        }
        if (row.isSound() && presentation != null && type != null) {
            Assessment added = new Assessment(assessmentsByIndex.size(), id, presentation, type, weight);
            assessments.put(id, added);
            assessmentsByIndex.add(added);
        }
    }

    private void addSite(Row row) {
        presentation(row);
        int id = row.whole("id_site", 0, Integer.MAX_VALUE);
        String kind = row.required("activity_type");
        if (siteKinds.containsKey(id)) {
            row.reject("a site is listed once", row.text("id_site"));
        }
        if (row.isSound()) {
            siteKinds.put(id, kindIndexes.computeIfAbsent(kind, added -> {
                kinds.add(added);
                return kinds.size() - 1;
            }));
        }
    }
}
