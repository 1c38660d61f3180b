// A disk on which the agent can't even give its own space away.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { canMakeSmallDisks, newSmallDisk } from "../testing/small-disk.ts";
import { openDisk } from "./disk.ts";

const can = canMakeSmallDisks();
if (!can) console.warn("SKIPPED: read-only disks (they need root, or sudo without a password, to mount one)");

test.skipIf(!can)(
	"that turns read-only is tried again and again, and has room once it can be written",
	async () => {
		// Too small for the agent's space twice.
		const small = newSmallDisk(12);
		const settings = { reserveBytes: 8_388_608, diskRetryMs: 20 };
		const disk = openDisk({ reserve: join(small.path, "reserve") }, settings, () => {});
		onTestFinished(() => {
			disk.close();
			small.remove();
		});
		let tries = 0;
		const write = () => {
			tries++;
			writeFileSync(join(small.path, "written"), "x");
		};
		expect(disk.state()).toBe("room");
		small.readOnly(true);
		expect(() => disk.write(write)).toThrow("EROFS");
		expect(disk.giveWay(Object.assign(new Error("EROFS"), { code: "EROFS" }))).toBe(false);
		expect(disk.state()).toBe("failing");
		disk.owe(write);
		const before = tries;
		await expect.poll(() => tries).toBeGreaterThan(before + 2);
		expect(disk.state()).toBe("failing");
		small.readOnly(false);
		await expect.poll(() => disk.state()).toBe("room");
	},
);
