package io.passgate.app;
