// How soon a button answers: at rest, and while its session's command prints as fast as it can.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { appears, ask, propose } from "../test/world/people/acts.ts";
import type { Person } from "../test/world/people/chat.ts";
import { personalLink } from "../test/world/people/console.ts";
import type { World } from "../test/world/world.ts";
import { atMost, ms, percentile, print } from "./figures.ts";

const count = 20;

export const presses = async (world: World): Promise<void> => {
	const ada = world.person("ada");
	const at = (name: string) => join(world.folder, name);
	const [file, begun, enough] = [at("flood"), at("begun"), at("enough")];
	writeFileSync(file, Buffer.alloc(10_000_000, 0xa5));
	const session = await ask(world);
	const command = `touch '${begun}'; while [ ! -e '${enough}' ]; do cat '${file}'; cat '${file}' >&2; done`;
	const card = await propose(world, session, { command });
	const pressed = async (): Promise<number[]> => {
		const times: number[] = [];
		for (let press = 0; press < count; press++) times.push(await oneOf(ada, session));
		return times;
	};
	const atRest = await pressed();
	await ada.press(card, "Approve");
	await appears(world.folder, "begun");
	const flooded = await pressed();
	writeFileSync(enough, "");
	const figures = (all: number[]) => ({ p50: ms(percentile(all, 0.5)), max: ms(Math.max(...all)) });
	const aim = atMost(Math.max(...flooded) / 1000, 1, " s");
	print(`Press → private link, while output floods (${count} presses)`, figures(flooded), aim);
	print(`  at rest (${count} presses)`, figures(atRest));
};

/** Milliseconds from the press on [Full transcript] until its private answer is there. */
const oneOf = async (person: Person, at: Parameters<typeof personalLink>[1]): Promise<number> => {
	const begun = performance.now();
	await personalLink(person, at);
	return performance.now() - begun;
};
