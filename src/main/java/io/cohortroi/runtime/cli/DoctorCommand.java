package io.cohortroi.runtime.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cohortroi.runtime.config.SettingsException;
import io.cohortroi.runtime.doctor.Check;
import io.cohortroi.runtime.doctor.Doctor;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code doctor}: one line per check, 0 unless one fails. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Checks this machine, the settings and the cluster, and says what to do about what is wrong.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:nothing failed", "1:at least one check failed", "2:wrong usage"})
public final class DoctorCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private SettingsOptions settings = new SettingsOptions();

    @Option(names = "--json", description = "Print one JSON object instead of lines.")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        List<Check> checks = examine();
        boolean failed = checks.stream().anyMatch(check -> check.status() == Check.Status.FAIL);
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? asJson(checks, failed) : asLines(checks));
        out.flush();
        return failed ? 1 : 0;
    }

    private List<Check> examine() {
        try {
            return Doctor.examine(settings.load(), Instant.now());
        } catch (SettingsException e) {
            return List.of(Check.fail("settings", String.valueOf(e.getMessage()), "Correct it where it was set."));
        }
    }

    private static String asLines(List<Check> checks) {
        StringBuilder lines = new StringBuilder();
        for (Check check : checks) {
            if (!lines.isEmpty()) {
                lines.append(System.lineSeparator());
            }
            lines.append(String.format(Locale.ROOT, "%-4s  %-13s %s", status(check), check.name(), check.finding()));
            if (!check.advice().isEmpty()) {
                lines.append(System.lineSeparator()).append(" ".repeat(20)).append(check.advice());
            }
        }
        return lines.toString();
    }

    private static String asJson(List<Check> checks, boolean failed) throws JsonProcessingException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode root = mapper.createObjectNode();
        root.put("ok", !failed);
        for (Check check : checks) {
            root.withArray("checks")
                    .addObject()
                    .put("name", check.name())
                    .put("status", status(check))
                    .put("finding", check.finding())
                    .put("advice", check.advice());
        }
        return mapper.writeValueAsString(root);
    }

    private static String status(Check check) {
        return check.status().name().toLowerCase(Locale.ROOT);
    }
}
