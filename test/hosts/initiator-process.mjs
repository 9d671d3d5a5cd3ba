/** An initiator: a process with a PR manager. Its arguments, like QEMU's -uuid, are there to be read in /proc. */
import { openSync } from "node:fs";
import { PrManagerHelper } from "../../build/node.mjs";

const { INITIATOR_SOCKET: path } = process.env;
const connect = () => new PrManagerHelper({ path, attempts: 100, pauseMs: 50 });
let manager = connect();
const files = new Map();

const open = (file) => {
  if (!files.has(file)) files.set(file, openSync(file, "r+"));
  return files.get(file);
};

process.on("message", ({ file, cdb, list, reconnect }) => {
  if (reconnect) {
    manager.close();
    manager = connect();
    process.send({});
    return;
  }
  manager.execute(open(file), cdb, list).then(
    (answer) => process.send({ answer }),
    (error) => process.send({ error: `${error.constructor.name}: ${error.message}` }),
  );
});
process.on("disconnect", () => process.exit()); // the test is gone
