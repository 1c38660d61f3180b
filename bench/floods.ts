// How soon one client's request has its answer and its thread, while another client floods: forty requests, a hundred presses and
// a gigabyte of output at once.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { actions } from "../cards/model/actions.ts";
import { carried, deliver, pressBody } from "../test/world/forged/requests.ts";
import { ask, propose } from "../test/world/people/acts.ts";
import { textOf } from "../test/world/people/chat.ts";
import { acmeSetup, channel, startWorld, type World } from "../test/world/world.ts";
import { ms, percentile, print } from "./figures.ts";

const times = 8;
const gigabyte = 1_000_000_000;
const elsewhere = "C0GENERAL";

/** The other client is in the same workspace. */
const setup = () => {
	const given = acmeSetup();
	const eve = { name: "Eve Stone", identities: ["slack:T0LOCAL1:U0EVE"], roles: ["requester" as const] };
	const globex = { name: "Globex", people: { eve }, channels: [`slack:T0LOCAL1:${elsewhere}`] };
	return { ...given, clients: { ...given.clients, globex } };
};

/** Milliseconds until the thread of a request is in chat. */
const request = async (world: World, text: string): Promise<number> => {
	const person = world.person("eve");
	const begun = performance.now();
	await person.say(elsewhere, `/caisey ${text}`);
	await person.until(`the thread of ${text}`, ({ messages }) =>
		messages.find((one) => textOf(one).includes("Caisey session") && textOf(one).includes(`“${text}”`)),
	);
	return performance.now() - begun;
};

const some = async (world: World, name: string): Promise<number[]> => {
	const all: number[] = [];
	for (let n = 0; n < times; n++) {
		all.push(await request(world, `${name} ${n}`));
		// The platform takes about one message a second in a channel.
		await new Promise((resolve) => setTimeout(resolve, 1_200));
	}
	return all;
};

const flood = async (world: World): Promise<() => Promise<unknown>> => {
	const file = join(world.folder, "million");
	writeFileSync(file, Buffer.alloc(1_000_000, 0x61));
	const session = await ask(world);
	const card = await propose(world, session, {
		command: `i=0; while [ $i -lt ${gigabyte / 1_000_000} ]; do cat '${file}'; i=$((i+1)); done`,
	});
	const press = (by: string) => {
		const value = carried(card, actions.approve);
		return deliver(
			world,
			pressBody({ by, action: actions.approve, value, thread: card.thread, message: card.ts }),
		);
	};
	return () =>
		Promise.all([
			press("ada"),
			...Array.from({ length: 100 }, () => press("dana")),
			...Array.from({ length: 40 }, (_, n) => world.person("dana").say(channel, `/caisey flood ${n}`)),
		]);
};

export const floods = async (): Promise<void> => {
	const world = await startWorld({ setup: setup(), onDisk: true, rate: 1, vars: { QUOTA_TIMES: "1" } });
	try {
		const begin = await flood(world);
		const alone = await some(world, "alone");
		const flooding = begin();
		const meanwhile = await some(world, "meanwhile");
		await flooding;
		const figures = (all: number[]) => ({ p50: ms(percentile(all, 0.5)), max: ms(Math.max(...all)) });
		const by = percentile(meanwhile, 0.5) / percentile(alone, 0.5);
		print(
			`Request of one client → its thread, while another floods (${times} requests)`,
			{ ...figures(meanwhile), "times as long": by.toFixed(2) },
			"≤ 2×",
		);
		print(`  alone (${times} requests)`, figures(alone));
	} finally {
		await world.stop();
	}
};
