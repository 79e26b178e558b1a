package io.passgate.planted.cycles.hub;

import io.passgate.planted.cycles.page.Page;

/** Breaks: knows the page, which knows it. */
public record Hub(Page[] page) {}
