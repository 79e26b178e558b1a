package io.passgate.demo;

import static io.passgate.demo.DemoPerson.Part.ANALYZER;
import static io.passgate.demo.DemoPerson.Part.EXEMPT;
import static io.passgate.demo.DemoPerson.Part.NO_PASS;
import static io.passgate.demo.DemoPerson.Part.PROFESSIONAL;
import static io.passgate.demo.DemoPerson.Part.SMALL_POOL;
import static io.passgate.demo.DemoPerson.Part.USER_ACCESS_PASS;

import java.util.List;
import java.util.Optional;

/** The people of the demo: one for each way through the gate, and one who stays outside. Immutable. */
public final class DemoPeople {
    /** The user directory of all of them. */
    public static final String DIRECTORY = "DEMO";

    /** The password of all of them; the login page shows it. */
    public static final String PASSWORD = "demo";

    /** The group whose members share a pool that is smaller than they are many. */
    public static final String SMALL_POOL_GROUP = "field";

    private static final List<DemoPerson> ALL = List.of(
            new DemoPerson("paula", "Paula Berger", "Controlling", List.of("controlling", "authors"), PROFESSIONAL),
            new DemoPerson("ana", "Ana Sousa", "Analyst", List.of("controlling"), ANALYZER),
            new DemoPerson("ursula", "Ursula Keller", "Regional sales", List.of("sales"), USER_ACCESS_PASS),
            new DemoPerson("rolf", "Rolf Winter", "Trainee", List.of("trainees"), NO_PASS),
            new DemoPerson("pool1", "Petra Sommer", "Field, north", List.of(SMALL_POOL_GROUP), SMALL_POOL),
            new DemoPerson("pool2", "Pavel Horak", "Field, east", List.of(SMALL_POOL_GROUP), SMALL_POOL),
            new DemoPerson("pool3", "Pilar Ortiz", "Field, south", List.of(SMALL_POOL_GROUP), SMALL_POOL),
            new DemoPerson("svc-monitor", "Status Monitor", "Service", List.of("service"), EXEMPT));

    private DemoPeople() {}

    /** Everybody, in the order in which they are shown. */
    public static List<DemoPerson> all() {
        return ALL;
    }

    /** Who has this user id, written exactly so. */
    public static Optional<DemoPerson> find(String id) {
        return ALL.stream().filter(person -> person.id().equals(id)).findFirst();
    }
}
