package io.cohortroi.planted.topology;

import io.cohortroi.planted.runtime.http.StartsABroker;

public record KnowsTheRuntime(StartsABroker above) {}
