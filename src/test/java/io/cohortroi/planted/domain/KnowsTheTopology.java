package io.cohortroi.planted.domain;

import io.cohortroi.planted.topology.KnowsTheRuntime;

record KnowsTheTopology(KnowsTheRuntime above) {}
