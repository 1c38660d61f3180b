// How soon a button answers: at rest, and while its session's command prints 250 MB.
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ask, propose } from "../test/world/acts.ts";
import { type Person, textOf } from "../test/world/chat.ts";
import { personalLink } from "../test/world/console.ts";
import type { World } from "../test/world/world.ts";
import { ms, percentile, print } from "./figures.ts";

const atRest = 20;

export const presses = async (world: World): Promise<void> => {
	const ada = world.person("ada");
	const [file, flowed] = [join(world.folder, "flood"), join(world.folder, "flowed")];
	writeFileSync(file, Buffer.alloc(50_000_000, 0xa5));
	const session = await ask(world);
	const command = `cat '${file}' '${file}' '${file}' '${file}' & cat '${file}' >&2; wait; touch '${flowed}'`;
	const card = await propose(world, session, { command });
	const idle: number[] = [];
	for (let press = 0; press < atRest; press++) idle.push(await pressed(ada, session));
	await ada.press(card, "Approve");
	await ada.until("the run", ({ messages }) =>
		messages.find((one) => one.ts === card.ts && textOf(one).includes("Running on")),
	);
	const flooded: number[] = [];
	while (!existsSync(flowed)) flooded.push(await pressed(ada, session));
	const figures = (all: number[]) => ({ p50: ms(percentile(all, 0.5)), max: ms(Math.max(...all)) });
	print(
		`Press → private link, while 250 MB are printed (${flooded.length} presses)`,
		figures(flooded),
		"≤ 1 s",
	);
	print(`  at rest (${idle.length} presses)`, figures(idle));
};

/** Milliseconds from the press on [Full transcript] until its private answer is there. */
const pressed = async (person: Person, at: Parameters<typeof personalLink>[1]): Promise<number> => {
	const begun = performance.now();
	await personalLink(person, at);
	return performance.now() - begun;
};
