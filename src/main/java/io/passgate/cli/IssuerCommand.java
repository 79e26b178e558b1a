package io.passgate.cli;

import picocli.CommandLine.Command;

@Command(
        name = "issuer",
        description = "The license backend: signing keys, licenses and license keys of a directory, and serving them to"
                + " sites. Needs no gate; what is changed while 'issuer serve' runs holds at once.",
        subcommands = {
            IssuerServeCommands.Init.class,
            IssuerServeCommands.Serve.class,
            IssuerLicenseCommands.class,
            IssuerKeyCommands.class,
            IssuerSigningCommands.class,
            IssuerSigningCommands.ShowSigners.class,
            IssuerFileCommands.Offline.class,
            IssuerFileCommands.Activate.class,
            IssuerFileCommands.Lef.class,
            IssuerAssignmentsCommand.class
        })
final class IssuerCommand {}
