package io.passgate.cli;

import io.passgate.app.Demo;
import io.passgate.app.Demo.DemoSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        description =
                "Starts a hub, a license backend and the gate on this machine, to try Passgate out. Stays up until"
                        + " Ctrl-C; its directory can be thrown away.")
final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = "data/demo",
            description = "where it lives (default:" + " ${DEFAULT-VALUE})")
    private Path directory = Path.of("data/demo");

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8443",
            description = "of the gate (default:" + " ${DEFAULT-VALUE})")
    private int port;

    @Option(
            names = "--admin-port",
            paramLabel = "PORT",
            defaultValue = "9090",
            description = "of the gate's" + " administration (default: ${DEFAULT-VALUE})")
    private int adminPort;

    @Option(
            names = "--once",
            description = "starts everything, signs one person in, sees a page and the live feed, and ends: exits 0"
                    + " when all of it works")
    private boolean once;

    @Override
    public Integer call() throws Exception {
        try (StopSignal stop = StopSignal.install();
                Demo demo = new Demo(new DemoSettings(directory, port, adminPort), InstantSource.system())) {
            Start.orExplain(demo::start);
            if (once) {
                Start.orExplain(demo::visit);
                spec.commandLine().getOut().println("The demo works.");
            } else {
                tell(demo);
                stop.await();
            }
        }
        return ExitCode.OK.code();
    }

    private void tell(Demo demo) {
        PrintWriter out = spec.commandLine().getOut();
        String url = "https://localhost:" + demo.gate().port();
        String command = "java -jar target/passgate.jar ";
        String config = " --config " + demo.configuration();
        out.println(
                """

                The demo hub stands behind the gate at  %1$s/  and  %1$s/sales/
                (your browser will warn: the certificate was made a moment ago; its authority is %2$s)

                Sign in with password "demo" as
                  paula   holds a professional access pass
                  ana     holds an analyzer access pass
                  ursula  holds a user access pass
                  rolf    holds none and is refused
                  pool1, pool2, pool3   hold none yet; two user access passes are left for three people
                  svc-monitor   is exempt: needs no pass, takes no slot

                Try, in another terminal:
                  %3$sallocate 'DEMO\\rolf' --type analyzer%4$s
                      while rolf looks at the refusal: he is let in within a second
                  %3$sexplain 'DEMO\\pool3'%4$s
                  %3$ssessions list%4$s
                  sign ana in from six private windows: the sixth is told to end one of the other five

                Everything is kept in %5$s and can be thrown away. Ctrl-C ends the demo."""
                        .formatted(url, demo.authority(), command, config, directory));
        out.flush();
    }
}
