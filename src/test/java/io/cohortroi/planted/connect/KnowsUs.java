package io.cohortroi.planted.connect;

import io.cohortroi.planted.topology.KnowsTheRuntime;

record KnowsUs(KnowsTheRuntime ours) {}
