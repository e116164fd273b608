package io.cohortroi.runtime.importer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who a statement is about. Hidden, the actor becomes an account whose name is the pseudonym; names, instructors, teams,
 * the authority and free answers, which may name people too, are left out.
 *
 * @param home the account's home page, or the kind of the identifier where it is no account
 * @param id what identifies the actor there; an mbox without {@code mailto:}, so that it equals an address elsewhere
 */
record XapiActor(String home, String id) {
    private static final int LONGEST_ID = 256;
    private static final String MAILTO = "mailto:";
    private static final List<String> KINDS = List.of("account", "mbox", "mbox_sha1sum", "openid");
    private static final Set<String> PERSONAL_CONTEXT = Set.of("instructor", "team");
    private static final Set<String> PERSONAL = Set.of("authority", "attachments");

    /** Null where not exactly one identifier of 1 to {@value #LONGEST_ID} characters names the actor. */
    static @Nullable XapiActor of(JsonNode actor) {
        List<String> given = KINDS.stream().filter(actor::has).toList();
        if (given.size() != 1) {
            return null;
        }
        String kind = given.get(0);
        JsonNode value = actor.get(kind);
        boolean account = kind.equals("account");
        String home = account ? value.path("homePage").asText() : kind;
        String id = account ? value.path("name").asText() : value.asText();
        if (id.startsWith(MAILTO)) {
            id = id.substring(MAILTO.length());
        }
        return home.isEmpty() || id.isEmpty() || id.length() > LONGEST_ID ? null : new XapiActor(home, id);
    }

    /** The statement with {@code pseudonym} in place of this actor; changes {@code statement}. */
    ObjectNode hidden(ObjectNode statement, String pseudonym) {
        ObjectNode actor = statement.putObject("actor");
        actor.put("objectType", "Agent");
        actor.putObject("account").put("homePage", home).put("name", pseudonym);
        statement.remove(PERSONAL);
        if (statement.path("context") instanceof ObjectNode context) {
            context.remove(PERSONAL_CONTEXT);
        }
        if (statement.path("result") instanceof ObjectNode result) {
            result.remove("response");
        }
        return statement;
    }
}
