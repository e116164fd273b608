package io.cohortroi.runtime.http;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The query of a request, read strictly: a parameter that is not known, or given twice, is an error, not ignored. */
final class QueryParameters {
    static final int MAX_LIMIT = 1_000;

    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,16}(\\.[0-9]{1,15})?");

    private final Map<String, List<String>> values;

    private QueryParameters(Map<String, List<String>> values) {
        this.values = values;
    }

    /** @throws ApiException 400 for a parameter that is not among the known ones, or is repeated */
    static QueryParameters of(Context context, String... known) {
        return of(context.queryParamMap(), known);
    }

    /** As above, for a bare request. */
    static QueryParameters of(HttpServletRequest request, String... known) {
        Map<String, List<String>> given = new TreeMap<>();
        request.getParameterMap().forEach((name, texts) -> given.put(name, List.of(texts)));
        return of(given, known);
    }

    private static QueryParameters of(Map<String, List<String>> given, String... known) {
        Set<String> names = Set.of(known);
        given.forEach((name, texts) -> {
            if (!names.contains(name)) {
                throw ApiException.badRequest("This address knows the parameters " + new TreeSet<>(names) + " only.");
            }
            if (texts.size() != 1) {
                throw ApiException.badRequest("The parameter " + name + " is given " + texts.size() + " times.");
            }
        });
        return new QueryParameters(given);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).map(texts -> texts.get(0));
    }

    /** @throws ApiException 400 when the value is not one of the choices */
    Optional<String> choice(String name, Set<String> choices) {
        Optional<String> text = text(name);
        if (text.isPresent() && !choices.contains(text.get())) {
            throw ApiException.badRequest("The parameter " + name + " is one of " + new TreeSet<>(choices) + ".");
        }
        return text;
    }

    /** @throws ApiException 400 when the value is not a whole number in the range */
    int integer(String name, int fallback, int min, int max) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return fallback;
        }
        try {
            int number = Integer.parseInt(text.get());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw notInRange(name, min, max);
        }
        throw notInRange(name, min, max);
    }

    /** @throws ApiException 400 when the value is not a decimal number of at most 32 characters */
    double decimal(String name, double fallback) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return fallback;
        }
        if (!DECIMAL.matcher(text.get()).matches()) {
            throw ApiException.badRequest("The parameter " + name + " is a decimal number such as 0.75.");
        }
        return Double.parseDouble(text.get());
    }

    private static ApiException notInRange(String name, int min, int max) {
        return ApiException.badRequest("The parameter " + name + " is a whole number from " + min + " to " + max + ".");
    }
}
