package io.passgate.planted.starting.front;

/** Breaks: the constructor starts a thread. */
final class StartsThread {
    @SuppressWarnings("ThreadPriorityCheck")
    StartsThread(Runnable task) {
        Thread thread = new Thread(task);
        thread.start();
    }
}
