// How soon one client's request has its answer and its thread, before, while and after another client floods: forty requests, a hundred
// presses and a gigabyte of output at once. And what it waits for meanwhile.
import { writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { actions } from "../cards/model/actions.ts";
import { carried, deliver, pressBody } from "../test/world/forged/requests.ts";
import { ask, propose } from "../test/world/people/acts.ts";
import { textOf } from "../test/world/people/chat.ts";
import { acmeSetup, channel, startWorld, type World } from "../test/world/world.ts";
import { atMost, ms, percentile, print } from "./figures.ts";
import { cpuOf } from "./process.ts";

/** Before a flood, in it, and after it. */
const times = Number(process.env.CAISEY_FLOOD_TIMES ?? 4);
const megabytes = Number(process.env.CAISEY_FLOOD_MB ?? 1_000);
const elsewhere = "C0GENERAL";
/** The platform takes about one message a second in a channel. */
const pause = 1_200;

/** The other client is in the same workspace. */
const setup = () => {
	const given = acmeSetup();
	const eve = { name: "Eve Stone", identities: ["slack:T0LOCAL1:U0EVE"], roles: ["requester" as const] };
	const globex = { name: "Globex", people: { eve }, channels: [`slack:T0LOCAL1:${elsewhere}`] };
	return { ...given, clients: { ...given.clients, globex } };
};

const sleep = (span: number) => new Promise<void>((go) => setTimeout(go, span));

/** Milliseconds until the answer to a request is there, and until its thread is in chat. */
type Asked = { answer: number; thread: number };

const request = async (world: World, text: string): Promise<Asked> => {
	const person = world.person("eve");
	const begun = performance.now();
	await person.say(elsewhere, `/caisey ${text}`);
	const answer = performance.now() - begun;
	await person.until(`the thread of ${text}`, ({ messages }) =>
		messages.find((one) => textOf(one).includes("Caisey session") && textOf(one).includes(`“${text}”`)),
	);
	return { answer, thread: performance.now() - begun };
};

/** As many as are wanted, or as many as there is time for. */
const some = async (world: World, name: string, goesOn: (n: number) => boolean): Promise<Asked[]> => {
	const all: Asked[] = [];
	for (let n = 0; goesOn(n); n++) {
		all.push(await request(world, `${name} ${n}`));
		await sleep(pause);
	}
	return all;
};

const prepared = async (world: World): Promise<() => Promise<unknown>> => {
	const [file, over] = ["million", "over"].map((name) => join(world.folder, name));
	writeFileSync(file as string, Buffer.alloc(1_000_000, 0x61));
	const session = await ask(world);
	const card = await propose(world, session, {
		command: `i=0; while [ $i -lt ${megabytes} ]; do cat '${file}'; i=$((i+1)); done; touch '${over}'`,
	});
	const press = (by: string) => {
		const value = carried(card, actions.approve);
		return deliver(
			world,
			pressBody({ by, action: actions.approve, value, thread: card.thread, message: card.ts }),
		);
	};
	return async () => {
		await Promise.all([
			press("ada"),
			...Array.from({ length: 100 }, () => press("dana")),
			...Array.from({ length: 40 }, (_, n) => world.person("dana").say(channel, `/caisey flood ${n}`)),
		]);
		await world
			.person("ada")
			.until(
				"the end of the run",
				({ messages }) =>
					messages.some((one) => one.ts === card.ts && /^(Done|Didn)/.test(textOf(one).trim())),
				600_000,
			);
	};
};

/** What any request waits for: the Worker, which is one thread here; this process, in which the local Slack is; the disk. */
const watching = (world: World): (() => Promise<Record<string, string>>) => {
	const own = monitorEventLoopDelay({ resolution: 5 });
	own.enable();
	const spent = () => ({
		Worker: cpuOf(world.worker().pid),
		agent: cpuOf(world.agent().pid),
		own: process.cpuUsage().user / 1_000 + process.cpuUsage().system / 1_000,
	});
	const [before, begun] = [spent(), performance.now()];
	const [turns, flushes]: [number[], number[]] = [[], []];
	let isOver = false;
	const timed = async (into: number[], act: () => Promise<unknown>) => {
		const since = performance.now();
		await act();
		into.push(performance.now() - since);
	};
	const looking = (async () => {
		const file = await open(join(world.folder, "flushed"), "w");
		while (!isOver) {
			// A connection that was kept may have been closed: that costs a turn, too.
			await timed(turns, () =>
				fetch(`${world.workerUrl}/health`).then(
					(one) => one.text(),
					() => "",
				),
			);
			await timed(flushes, async () => {
				await file.write("x");
				await file.sync();
			});
			await sleep(50);
		}
		await file.close();
	})();
	looking.catch(() => {});
	return async () => {
		isOver = true;
		await looking;
		own.disable();
		const [after, took] = [spent(), performance.now() - begun];
		const share = (who: keyof typeof before) => `${((100 * (after[who] - before[who])) / took).toFixed(0)} %`;
		const both = (all: number[]) => `${ms(percentile(all, 0.5))}, p95 ${ms(percentile(all, 0.95))}`;
		return {
			"a request that does nothing": both(turns),
			"a flush of the disk": both(flushes),
			"a turn of the local Slack": `${ms(own.percentile(50) / 1e6 - 5)}, p95 ${ms(own.percentile(95) / 1e6 - 5)}`,
			"CPU of the Worker": share("Worker"),
			agent: share("agent"),
			"local Slack": share("own"),
		};
	};
};

export const floods = async (): Promise<void> => {
	const onDisk = process.env.CAISEY_FLOOD_IN_MEMORY === undefined;
	const world = await startWorld({ setup: setup(), onDisk, rate: 1, vars: { QUOTA_TIMES: "1" } });
	try {
		const begin = await prepared(world);
		const few = (n: number) => n < times;
		const idle = watching(world);
		const alone = await some(world, "before", few);
		const waitedAlone = await idle();
		let isOver = false;
		const busy = watching(world);
		const flooding = begin().finally(() => {
			isOver = true;
		});
		// What it fails with is told where it is awaited.
		flooding.catch(() => {});
		const meanwhile = await some(world, "meanwhile", () => !isOver);
		await flooding;
		const waited = await busy();
		alone.push(...(await some(world, "after", few)));
		told(alone, meanwhile);
		print("  what it waits for meanwhile", waited);
		print("  and alone", waitedAlone);
	} finally {
		await world.stop();
	}
};

const told = (alone: Asked[], meanwhile: Asked[]): void => {
	const of = (all: Asked[], what: keyof Asked) =>
		percentile(
			all.map((one) => one[what]),
			0.5,
		);
	const figures = (all: Asked[]) => ({
		answer: `p50 ${ms(of(all, "answer"))}`,
		thread: `p50 ${ms(of(all, "thread"))}, max ${ms(Math.max(...all.map(({ thread }) => thread)))}`,
	});
	const by = of(meanwhile, "thread") / of(alone, "thread");
	print(
		`Request of one client → its thread, while another floods (${meanwhile.length} requests)`,
		{ ...figures(meanwhile), "times as long": by.toFixed(2) },
		atMost(by, 2, "×"),
	);
	print(`  alone, before and after (${alone.length} requests)`, figures(alone));
};
