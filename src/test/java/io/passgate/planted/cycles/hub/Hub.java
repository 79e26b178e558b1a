package io.passgate.planted.cycles.hub;

import io.passgate.planted.cycles.page.Page;
import java.util.List;

/** Breaks: knows the page, which knows it. */
public record Hub(List<Page> page) {}
