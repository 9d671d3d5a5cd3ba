// A dm-multipath map of both paths to one logical unit: our helper does not reserve by one path only, and says so.
import { expect, it } from "vitest";
import { ask, compileClient, holdfast, startHelper, type RunningHelper } from "./helper.ts";
import { CLIENT, describeWith, DMSETUP, UML } from "../common/requirements.ts";
import { bringUp, fullStatus, SDA, SDB } from "./reservations.ts";
import { useUml } from "./uml.ts";

const MAP = "/dev/mapper/map";
const LOG = "/run/multipath-helper.log";

const READ_KEYS = "5e000000000000001800";
const REGISTER = `5f000000000000001800+${"00".repeat(8)}0000000000000123${"00".repeat(8)}`;

/** multipathd's own name for its maps, and for partitions of them (kpartx). */
const UUIDS = ["mpath-36001405aaaa", "part1-mpath-36001405aaaa"];

describeWith([...UML, ...CLIENT, ...DMSETUP], "a dm-multipath map", () => {
  let helper: RunningHelper;
  const uml = useUml(
    () => ({}),
    async (machine) => {
      compileClient(machine);
      await bringUp(machine);
      await machine.succeed(["sh", "-c", "modprobe -d /mnt -a dm-mod dm-multipath dm-service-time"]);
      const logged = {
        name: "multipath-helper",
        argv: (of: typeof machine, socket: string) => [
          "sh",
          "-c",
          `exec ${holdfast.argv(of, socket).join(" ")} 2> ${LOG}`,
        ],
      };
      helper = await startHelper(machine, logged);
    },
  );

  const withMap = async (uuid: string, test: () => Promise<void>) => {
    const paths = `$(cat /sys/block/sda/dev) 1 $(cat /sys/block/sdb/dev) 1`;
    const table = `0 $(cat /sys/block/sda/size) multipath 0 0 1 1 service-time 0 2 1 ${paths}`;
    await uml().succeed(["sh", "-c", `dmsetup create map --uuid ${uuid} --table "${table}" && dmsetup mknodes`]);
    try {
      await test();
    } finally {
      await uml().succeed(["dmsetup", "remove", "--retry", "map"]);
    }
  };

  it.each(UUIDS)("%s: PERSISTENT RESERVE OUT is refused with 5/20/00, and told of; IN is answered", async (uuid) => {
    await withMap(uuid, async () => {
      await uml().succeed(["sh", "-c", `: > ${LOG}`]);
      const [register, keys] = await ask(uml(), helper.socket, "rw", MAP, REGISTER, READ_KEYS);
      expect(register).toMatchObject({
        status: 2,
        sense: expect.stringMatching(/^700005000000000a0000000020000/) as string,
      });
      expect(keys).toMatchObject({ status: 0, data: expect.stringMatching(/^.{8}00000000$/) as string });
      expect(await fullStatus(uml(), SDB)).toEqual([]);
      const lines = (await uml().succeed(["cat", LOG])).trim().split("\n");
      expect(lines).toEqual([expect.stringContaining("PERSISTENT RESERVE OUT is for a dm-multipath map") as string]);
    });
  });

  it("another map of one path is a disk as any other", async () => {
    const table = "0 $(cat /sys/block/sda/size) linear $(cat /sys/block/sda/dev) 0";
    await uml().succeed(["sh", "-c", `dmsetup create map --uuid LVM-x --table "${table}" && dmsetup mknodes`]);
    try {
      expect(await ask(uml(), helper.socket, "rw", MAP, REGISTER)).toMatchObject([{ status: 0 }]);
      expect(await fullStatus(uml(), SDB)).toMatchObject([{ key: "123", initiator: SDA.initiator }]);
    } finally {
      await uml().succeed(["dmsetup", "remove", "--retry", "map"]);
    }
  });
});
