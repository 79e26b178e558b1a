package io.passgate.planted.cycles.page;

import io.passgate.planted.cycles.hub.Hub;

/** Breaks: knows the hub, which knows it. */
public record Page(Hub[] hub) {}
