// Loaded before the Agents Playground starts, to hold it to two rules it does not keep by itself:
// it answers this machine only, and it ends when the demo that started it ends.
"use strict";
const net = require("node:net");

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (port, ...rest) {
  const namesItsHost = typeof port !== "number" || typeof rest[0] === "string";
  return listen.call(this, port, ...(namesItsHost ? rest : ["127.0.0.1", ...rest]));
};

process.stdin.on("end", () => process.exit(0)).resume();
