// Starts Signal K for a test: on loopback only, security on, with the given people, sample data, and without looking for
// updates. Arguments: directory it is installed in, configuration directory (made here), port (0: any), then one
// name:password:type for each person. Says "LISTENING <port>" when it does.
"use strict";
const crypto = require("crypto");
const fs = require("fs");
const net = require("net");
const path = require("path");

const [home, configuration, port, ...people] = process.argv.slice(2);
const server = path.join(home, "node_modules", "signalk-server");
const bcrypt = require(require.resolve("bcryptjs", { paths: [server] }));

function write(name, content) {
  fs.writeFileSync(path.join(configuration, name), JSON.stringify(content, null, 2), { mode: 0o600 });
}

fs.mkdirSync(configuration, { recursive: true });
write("settings.json", {
  interfaces: { appstore: false, tcp: false, "nmea-tcp": false, mfd_webapp: false },
  mdns: false,
  ssl: false,
  trustProxy: "loopback",
  security: { strategy: "./tokensecurity" },
  pipedProviders: [],
});
write("security.json", {
  allow_readonly: false,
  expiration: "1d",
  secretKey: crypto.randomBytes(32).toString("hex"),
  devices: [],
  acls: [],
  users: people.map((person) => {
    const [username, password, type] = person.split(":");
    return { username, type, password: bcrypt.hashSync(password, 4) };
  }),
});

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (ignored, listening) {
  return listen.call(this, { host: "127.0.0.1", port: Number(port) }, () => {
    console.log("LISTENING " + this.address().port);
    if (listening) listening();
  });
};

process.env.SIGNALK_DISABLE_SERVER_UPDATES = "true";
const main = path.join(server, "bin", "signalk-server");
process.argv = [process.argv[0], main, "-c", configuration, "--sample-nmea0183-data", "--override-timestamps"];
require(main);
