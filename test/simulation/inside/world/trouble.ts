// Restarts, deaths, full disks and clocks that jump: after any step of the schedule one of them may happen.
import { kill, startSoon } from "./agents.ts";
import type { Scene } from "./set-up.ts";
import { world } from "./world.ts";

/** To be called after each step while things go wrong. */
export const trouble = ({ objects, machines }: Scene) => {
	const { chance, faults, time, note } = world();
	const some = (most: number) => (chance.happens(0.5) ? most * faults.level : 0);
	const odds = {
		crash: some(0.003),
		amid: some(0.004),
		sleep: 0.02,
		deploy: some(0.0003),
		kill: some(0.0006),
		stop: some(0.0003),
		disk: some(0.0004),
		clock: some(0.0005),
		programs: some(0.0005),
	};
	const hosts = [...machines.values()];
	return () => {
		if (chance.happens(odds.crash)) chance.one(objects.all()).crash();
		if (chance.happens(odds.amid)) {
			// What it has sent may still arrive.
			const amid = objects.all().filter((one) => one.kind === "SESSION" && one.waits());
			if (amid.length > 0) chance.one(amid).crash();
		}
		if (chance.happens(odds.sleep)) chance.one(objects.all()).sleep();
		if (chance.happens(odds.deploy)) {
			note("a deploy restarts every object");
			for (const one of objects.all()) one.crash();
		}
		if (chance.happens(odds.kill)) {
			const host = chance.one(hosts);
			const reboots = chance.happens(0.3);
			kill(host, reboots ? "and its machine restart" : "is killed");
			if (reboots) host.boot++;
			startSoon(host);
		}
		if (chance.happens(odds.stop)) chance.one(hosts).stop?.();
		if (chance.happens(odds.disk)) {
			const host = chance.one(hosts);
			host.disk.full = true;
			note(`  ${host.name}: the disk is full`);
			time.world(chance.one([50, 2_000, 40_000]), `${host.name}: the disk has room again`, () => {
				host.disk.full = false;
			});
		}
		if (chance.happens(odds.programs)) {
			const host = chance.one(hosts);
			host.programs++;
			note(`  ${host.name}: its programs are updated`);
		}
		if (chance.happens(odds.clock)) {
			const host = chance.one(hosts);
			const object = chance.one(objects.all());
			if (chance.happens(0.5)) host.machine.skew += chance.one([-3_600_000, -5_000, 5_000, 3_600_000]);
			else object.machine.skew = chance.between(-1_000, 1_000);
			note(`  clocks jump: ${host.name} ${host.machine.skew}, ${object.full} ${object.machine.skew}`);
		}
	};
};
