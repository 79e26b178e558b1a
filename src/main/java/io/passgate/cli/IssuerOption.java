package io.passgate.cli;

import io.passgate.issuer.Issuer;
import io.passgate.issuer.IssuerFault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import picocli.CommandLine.Option;

/** Which directory a command of the issuer works with. Confined to one command. */
final class IssuerOption {

    @Option(
            names = {"-d", "--directory"},
            paramLabel = "DIR",
            defaultValue = "issuer",
            description = "the directory of the issuer (default: ${DEFAULT-VALUE})")
    Path directory = Path.of("issuer");

    /** Something to be done with an issuer. */
    @FunctionalInterface
    interface Work {
        void with(Issuer issuer) throws IOException;
    }

    /** Does it; what a person can mend ends in a {@link CliFault}. */
    int run(Work work) {
        try (Issuer issuer = Issuer.open(directory, InstantSource.system())) {
            work.with(issuer);
            return ExitCode.OK.code();
        } catch (IOException e) {
            throw new CliFault(ExitCode.UNAVAILABLE, e.getMessage() + "; 'passgate issuer init' makes one");
        } catch (IssuerFault e) {
            throw new CliFault(ExitCode.UNAVAILABLE, String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw new CliFault(ExitCode.DATA, String.valueOf(e.getMessage()));
        }
    }
}
