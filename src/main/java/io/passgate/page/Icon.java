package io.passgate.page;

/** The drawing above the title; decoration only. Paths on a grid of 24 by 24, stroked. */
enum Icon {
    BADGE(
            "M6 4h12a1 1 0 0 1 1 1v15a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1zM10 2v4h4V2M12 9.5a2.2 2.2 0 1 1 0 4.4 2.2"
                    + " 2.2 0 0 1 0-4.4zM8 18.2c.7-1.5 2.1-2.2 4-2.2s3.3.7 4 2.2"),
    WINDOWS("M4.5 8h10A1.5 1.5 0 0 1 16 9.5v9a1.5 1.5 0 0 1-1.5 1.5h-10A1.5 1.5 0 0 1 3 18.5v-9A1.5 1.5 0 0 1 4.5"
            + " 8zM3 11.5h13M8 8V5.5A1.5 1.5 0 0 1 9.5 4h10A1.5 1.5 0 0 1 21 5.5v9a1.5 1.5 0 0 1-1.5 1.5H16"),
    DOCUMENT("M6 3h8.5L19 7.5V20a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM14.5 3v4.5H19M8.5 12.5h7M8.5 16.5h4"),
    PERSON("M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4.5 20.5c.9-4 3.7-6 7.5-6s6.6 2 7.5 6"),
    PULSE("M3 12h4.5l2.5-7 4 14 2.5-7H21");

    private final String path;

    Icon(String path) {
        this.path = path;
    }

    /** The SVG path. */
    String path() {
        return path;
    }
}
