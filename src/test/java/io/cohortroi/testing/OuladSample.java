package io.cohortroi.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a small folder that looks like OULAD, from a seed: six modules of which one is free and one costs nothing in
 * parts, learners who come back in other presentations, leave, register late or not at all, banked results and blank
 * scores, files plain and zipped, quoted and not. The same seed writes the same bytes.
 */
public final class OuladSample {
    private static final String[] PRESENTATIONS = {
        "AAA,2013J", "BBB,2013B", "BBB,2013J", "DDD,2013J", "EEE,2013J", "FFF,2013B", "GGG,2013J"
    };
    private static final String[] REGIONS = {"Scotland", "Wales", "South East Region", "Ireland"};
    private static final String[] EDUCATION = {"A Level or Equivalent", "HE Qualification", "Lower Than A Level"};
    private static final String[] KINDS = {"resource", "oucontent", "forumng", "quiz", "homepage"};

    private final Random random;
    private final Map<String, List<String>> files = new LinkedHashMap<>();
    private final Map<String, List<String>> assessments = new LinkedHashMap<>();
    private final Map<String, List<String>> sites = new LinkedHashMap<>();

    private OuladSample(long seed) {
        this.random = new Random(seed);
    }

    /** Writes {@code learners} learners into {@code folder}, some of them several times. */
    public static void write(Path folder, long seed, int learners) {
        OuladSample sample = new OuladSample(seed);
        sample.begin();
        for (int i = 0; i < PRESENTATIONS.length; i++) {
            sample.addPresentation(PRESENTATIONS[i], i);
        }
        for (int student = 1; student <= learners; student++) {
            sample.addStudent(10_000 + student * 7);
        }
        sample.files.forEach((name, lines) -> writeFile(folder, name, lines));
    }

    private void begin() {
        header("courses.csv", "code_module,code_presentation,module_presentation_length");
        header("assessments.csv.gz", "code_module,code_presentation,id_assessment,assessment_type,date,weight");
        header("vle.csv", "id_site,code_module,code_presentation,activity_type,week_from,week_to");
        header(
                "studentInfo.csv.gz",
                "code_module,code_presentation,id_student,gender,region,highest_education,age_band");
        header(
                "studentRegistration.csv",
                "code_module,code_presentation,id_student,date_registration,date_unregistration");
        header("studentVle.csv.gz", "code_module,code_presentation,id_student,id_site,date,sum_click");
        header("studentAssessment.csv", "id_assessment,id_student,date_submitted,is_banked,score");
    }

    private void addPresentation(String presentation, int index) {
        add("courses.csv", presentation, "260");
        boolean free = presentation.startsWith("GGG");
        String[][] kinds = {{"TMA", "12.5"}, {"TMA", "30"}, {"TMA", "57.5"}, {"CMA", "1"}, {"CMA", "0"}, {"Exam", "100"}
        };
        for (int i = 0; i < kinds.length; i++) {
            String id = String.valueOf(1000 + index * 10 + i);
            String weight = free && !kinds[i][0].equals("Exam") ? "0" : kinds[i][1];
            assessments.computeIfAbsent(presentation, key -> new ArrayList<>()).add(id);
            add("assessments.csv.gz", presentation, id, kinds[i][0], i == 5 ? "" : String.valueOf(30 * i), weight);
        }
        for (int i = 0; i < KINDS.length; i++) {
            String id = String.valueOf(500_000 + index * 100 + i);
            sites.computeIfAbsent(presentation, key -> new ArrayList<>()).add(id);
            add("vle.csv", id, presentation, KINDS[i], "", "");
        }
    }

    private void addStudent(int student) {
        boolean registered = random.nextInt(40) > 0;
        int courses = 1 + (random.nextInt(3) == 0 ? 1 + random.nextInt(2) : 0);
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < courses; i++) {
            String presentation = PRESENTATIONS[random.nextInt(PRESENTATIONS.length)];
            if (!taken.contains(presentation)) {
                taken.add(presentation);
                addCourse(student, presentation, registered);
            }
        }
    }

    private void addCourse(int student, String presentation, boolean registered) {
        String id = String.valueOf(student);
        if (registered) {
            if (random.nextInt(20) > 0) {
                add("studentInfo.csv.gz", presentation, id, "F", pick(REGIONS), pick(EDUCATION), "0-35");
            }
            String from = random.nextInt(15) == 0 ? "" : String.valueOf(random.nextInt(120) - 90);
            String to = random.nextInt(4) == 0 ? String.valueOf(random.nextInt(250)) : "";
            add("studentRegistration.csv", presentation, id, from, to);
        }
        for (int i = random.nextInt(12); i > 0; i--) {
            String site = pick(get(sites, presentation).toArray(String[]::new));
            String row = String.join(",", presentation, id, site, String.valueOf(random.nextInt(260) - 20), "3");
            for (int repeat = random.nextInt(5) == 0 ? 2 : 1; repeat > 0; repeat--) {
                get(files, "studentVle.csv.gz").add(row);
            }
        }
        for (String assessment : get(assessments, presentation)) {
            if (random.nextInt(3) > 0) {
                String score = random.nextInt(25) == 0 ? "" : random.nextInt(10) == 0 ? "79.5" : anyScore();
                String banked = random.nextInt(20) == 0 ? "1" : "0";
                add("studentAssessment.csv", assessment, id, String.valueOf(random.nextInt(270) - 5), banked, score);
            }
        }
    }

    private String anyScore() {
        return String.valueOf(random.nextInt(101));
    }

    private String pick(String[] values) {
        return values[random.nextInt(values.length)];
    }

    private static List<String> get(Map<String, List<String>> map, String key) {
        return Objects.requireNonNull(map.get(key), key);
    }

    private void header(String file, String header) {
        files.put(file, new ArrayList<>(List.of(header)));
    }

    private void add(String file, String... fields) {
        get(files, file).add(String.join(",", fields));
    }

    /** vle and studentRegistration are quoted with CRLF, the others are plain with LF. */
    private static void writeFile(Path folder, String name, List<String> lines) {
        boolean quoted = name.startsWith("vle") || name.startsWith("studentRegistration");
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            text.append(quoted ? '"' + line.replace(",", "\",\"") + "\"\r\n" : line + "\n");
        }
        try (OutputStream file = Files.newOutputStream(folder.resolve(name));
                OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(file) : file) {
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
