/** What clusters do with reservations, step by step. */
import type { Core } from "../../embed/index.ts";
import { actionNumber, cdbOf, type OutAction, type SentCommand, type TypeName, typeNumber } from "../standard.ts";
import { type Initiator, out, type Step } from "./steps.ts";

/** A step by the standard's names: the core has the numbers. */
type Named = (core: Core) => Step;

export interface ScenarioStep {
  readonly step: Named;
  /** Why, in a sentence. */
  readonly note: string;
}

export interface Scenario {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly initiators: readonly Initiator[];
  readonly steps: readonly ScenarioStep[];
}

const command =
  (name: SentCommand) =>
  (who: number): Named =>
  (core) => ({ kind: "command", who, cdb: cdbOf(core, name) });
const write = command("WRITE(10)");
const readReservation = command("READ RESERVATION");
const readKeys = command("READ KEYS");
const readFullStatus = command("READ FULL STATUS");
const nexusLoss =
  (who: number): Named =>
  () => ({ kind: "event", who, event: "nexus_loss" });
const join =
  (who: number, serviceActionKey: bigint): Named =>
  (core) =>
    out(who, actionNumber(core, "REGISTER AND IGNORE EXISTING KEY"), { serviceActionKey });
const register =
  (who: number, key: bigint, serviceActionKey: bigint): Named =>
  (core) =>
    out(who, actionNumber(core, "REGISTER"), { key, serviceActionKey });
const typed =
  (type: TypeName) =>
  (who: number, action: OutAction, key: bigint, serviceActionKey = 0n): Named =>
  (core) =>
    out(who, actionNumber(core, action), { type: typeNumber(core, type), key, serviceActionKey });
const exclusive = typed("Write Exclusive - Registrants Only");
const shared = typed("Write Exclusive - All Registrants");
const clear =
  (who: number, key: bigint): Named =>
  (core) =>
    out(who, actionNumber(core, "CLEAR"), { key });
const hosts = (...names: string[]): Initiator[] => names.map((host) => ({ host, session: 1 }));

const failover: Scenario = {
  id: "wsfc",
  title: "Windows failover cluster: a node dies",
  about:
    "The owner looks at the keys every three seconds and removes a challenger's. So the challenger registers, waits seven seconds, and preempts only if its key is still there.",
  initiators: hosts("A", "B"),
  steps: [
    { step: join(0, 0xa1n), note: "A comes online and registers, whatever key was there before." },
    { step: exclusive(0, "RESERVE", 0xa1n), note: "A reserves the disk: only registrants may write." },
    { step: write(0), note: "A writes." },
    { step: join(1, 0xb1n), note: "A has stopped answering its peers. B registers to challenge it." },
    { step: readKeys(1), note: "Seven seconds later B's key is still there: a living owner would have removed it." },
    { step: readReservation(1), note: "B asks for the holder's key: that is the one to preempt." },
    { step: exclusive(1, "PREEMPT", 0xb1n, 0xa1n), note: "B throws A out and takes the reservation, in one command." },
    { step: write(0), note: "A was only slow. Its next command is told what happened." },
    { step: write(0), note: "Told once, A is refused from now on: it cannot harm the data." },
    { step: write(1), note: "B writes." },
  ],
};

const fencing: Scenario = {
  id: "fence",
  title: "Pacemaker's fence_scsi: fence and unfence",
  about: "Every node registers a key of its own under one reservation; to fence a node is to take its key away.",
  initiators: hosts("A", "B", "C"),
  steps: [
    {
      step: join(0, 0x8c2a0000n),
      note: "A registers. In its key are a hash of the cluster's name and the node's number.",
    },
    { step: exclusive(0, "RESERVE", 0x8c2a0000n), note: "The first node reserves for all." },
    { step: join(1, 0x8c2a0001n), note: "B joins." },
    { step: join(2, 0x8c2a0002n), note: "C joins." },
    { step: write(2), note: "Any registrant writes, not the holder alone." },
    {
      step: exclusive(0, "PREEMPT AND ABORT", 0x8c2a0000n, 0x8c2a0002n),
      note: "C is to be fenced: A takes its key away and aborts what is under way.",
    },
    { step: write(2), note: "C is told." },
    { step: write(2), note: "And refused: it is fenced." },
    { step: join(2, 0x8c2a0002n), note: "C has rebooted and unfences itself." },
    { step: write(2), note: "C works again." },
  ],
};

const takeover: Scenario = {
  id: "takeover",
  title: "A lost iSCSI session, and its takeover",
  about: "The initiator comes back as another port: its own reservation shuts it out until it preempts itself.",
  initiators: [...hosts("A"), { host: "A", session: 2 }, ...hosts("B")],
  steps: [
    { step: join(0, 0xa1n), note: "A registers by its first session." },
    { step: exclusive(0, "RESERVE", 0xa1n), note: "And reserves." },
    { step: join(2, 0xb1n), note: "B is registered, too." },
    { step: nexusLoss(0), note: "The session breaks. Registration and reservation stay: they are no session's." },
    { step: write(1), note: "A logs in anew with another ISID: to the disk that is a stranger." },
    { step: join(1, 0xa1n), note: "It registers the same key." },
    { step: readKeys(1), note: "Now the key is there twice: for the port that is gone, and for this one." },
    {
      step: exclusive(1, "PREEMPT AND ABORT", 0xa1n, 0xa1n),
      note: "It preempts its own key: the old port goes out, the reservation comes along.",
    },
    { step: readFullStatus(1), note: "The holder is the new port; B's registration was not touched." },
    { step: write(1), note: "A writes again." },
  ],
};

const migration: Scenario = {
  id: "migration",
  title: "Live migration, as QEMU's migrate-pr does it",
  about:
    "The guest's registration goes from the source host's port to the destination's; the guest knows nothing of it.",
  initiators: hosts("Source", "Destination", "Peer"),
  steps: [
    {
      step: register(0, 0n, 0x123n),
      note: "The guest registers its key; QEMU on the source notes it.",
    },
    { step: exclusive(0, "RESERVE", 0x123n), note: "The guest reserves; QEMU notes the type." },
    { step: register(2, 0n, 0x456n), note: "Another node of the guest's cluster registers." },
    { step: write(1), note: "The guest's memory is on its way. The destination has no right to write yet." },
    {
      step: readReservation(1),
      note: "The guest has stopped. QEMU on the destination looks whether the reservation is still the guest's.",
    },
    { step: register(1, 0n, 0x123n), note: "It is: the destination registers the guest's key, ..." },
    {
      step: exclusive(1, "PREEMPT", 0x123n, 0x123n),
      note: "... and preempts the source: the reservation is never free in between.",
    },
    { step: write(0), note: "Should the source still write, it is told, ..." },
    { step: write(0), note: "... and refused." },
    { step: write(1), note: "The guest goes on." },
    { step: exclusive(2, "RESERVE", 0x456n), note: "To its peer nothing has changed: the reservation is held." },
  ],
};

const trap: Scenario = {
  id: "trap",
  title: "The all-registrants trap",
  about:
    "Under an all-registrants type everybody holds. What took a lost session's reservation back now throws the sender out.",
  initiators: [...hosts("A"), { host: "A", session: 2 }, ...hosts("B")],
  steps: [
    { step: join(0, 0xa1n), note: "A registers." },
    { step: join(2, 0xb1n), note: "B registers." },
    { step: shared(0, "RESERVE", 0xa1n), note: "A reserves for all registrants: each of them is a holder." },
    { step: nexusLoss(0), note: "A's session breaks." },
    { step: join(1, 0xa1n), note: "A comes back as another port with the same key." },
    {
      step: shared(1, "PREEMPT", 0xa1n, 0xa1n),
      note: "The usual takeover: the key is preempted, and with it the sender's own registration.",
    },
    { step: write(1), note: "A is out." },
    { step: join(1, 0xa2n), note: "The right way: another key for a moment, ..." },
    { step: join(0, 0xa1n), note: "(the old port, as it was before) ..." },
    { step: shared(1, "PREEMPT", 0xa2n, 0xa1n), note: "... with it the old port goes, and nobody else, ..." },
    { step: register(1, 0xa2n, 0xa1n), note: "... then the key that all know." },
    { step: write(1), note: "A writes; B was a holder all the time." },
    { step: clear(1, 0xa1n), note: "CLEAR ends it all, for everybody." },
  ],
};

export const scenarios: readonly Scenario[] = [failover, fencing, takeover, migration, trap];
