package io.passgate.planted.cycles.page;

import io.passgate.planted.cycles.hub.Hub;
import java.util.List;

/** Breaks: knows the hub, which knows it. */
public record Page(List<Hub> hub) {}
