package io.cohortroi.planted.connect;

import com.fasterxml.jackson.databind.JsonNode;

record NeedsAnotherJar(JsonNode json) {}
