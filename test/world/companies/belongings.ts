// What a client has in its record, each of it for real: an attachment, plans, a run that printed and asks, a check that repeats another,
// an approval for later plans, a wish to erase, a saved command. Made in the console, by a technician and an approver who are signed in
// there.
import { expect, vi } from "vitest";
import { z } from "zod";
import { patience } from "../patience.ts";
import type { Jar } from "../people/jar.ts";
import type { World } from "../world.ts";

/** As only who reads the client's record can know it. */
export const told = {
	printed: "the tide tables of Globex",
	asked: "Name of the new globe",
	attached: "floor-plan-of-globex.txt",
	written: "the safe is behind the map",
	changes: "Turns the globe",
	reason: "nobody may know about the safe",
	saved: "Globes from the cellar",
} as const;

export type Belongings = {
	/** Of a plan that runs, of one that is open, and of one that waits for its secret. */
	running: string;
	open: string;
	secret: string;
	/** It printed a line, and waits for the answer to its first question. */
	run: string;
	/** A check after: it printed other lines than the check before that it repeats. */
	repeated: string;
	blob: string;
	erasure: string;
	standing: string;
	snippet: string;
	endpoint: string;
};

type Given = {
	world: Pick<World, "workerUrl">;
	client: string;
	session: string;
	/** The name of its machine, which has an agent. */
	machine: string;
	technician: Jar;
	approver: Jar;
};

const Export = z.looseObject({ events: z.array(z.looseObject({ seq: z.int(), payload: z.string() })) });
const Payload = z.looseObject({ body: z.looseObject({ kind: z.string() }) });

/** What a session's record has of these kinds, as its JSON export tells it to who is signed in here. */
export const recorded = async (
	{ workerUrl }: Pick<World, "workerUrl">,
	by: Jar,
	session: string,
	...kinds: string[]
) => {
	const { text } = await by.once(`${workerUrl}/s/${session}/transcript.json`);
	return Export.parse(JSON.parse(text))
		.events.map(({ seq, payload }) => Object.assign(Payload.parse(JSON.parse(payload)).body, { seq }))
		.filter(({ kind }) => kinds.includes(kind));
};

/** Sends a form of the console, as its page does. */
export const sends = (by: Jar, address: string, form: Record<string, string> = {}) =>
	by.once(address, { method: "POST", body: new URLSearchParams(form) });

/** The approver has attached a file in the session's thread already. */
export const belongings = async (given: Given): Promise<Belongings> => {
	const { world, client, session, machine, technician, approver } = given;
	const at = `${world.workerUrl}/s/${session}`;
	const form = (await technician.once(`${at}/propose`)).text;
	const endpoint = new RegExp(`value="(e_[0-9a-z]+)"(?:(?!value=)[^])*?${machine}`).exec(form)?.[1] ?? "";
	expect(endpoint).not.toBe("");
	const propose = async (more: Record<string, string>): Promise<string> => {
		const { text } = await sends(technician, `${at}/propose`, {
			...{ do: "propose", once: crypto.randomUUID(), endpoints: endpoint, shell: "sh", failedCheck: "stop" },
			...{ stepTimeLimit: "3600", decideWithin: "86400", runWithin: "3600", changes: told.changes, ...more },
		});
		return one(text, /#(pl_[0-9a-z]+)"/);
	};
	const approve = async (plan: string) =>
		expect((await sends(approver, `${at}/plans/${plan}/vote`, { verdict: "approve" })).status).toBe(303);

	const check = `echo '${told.printed}'; mktemp -u`;
	await approve(await propose({ before: check, command: "echo between", after: check }));
	const [, , repeated] = await several(3, () => recorded(world, approver, session, "run.ended"));

	const running = await propose({
		command: `echo '${told.printed}'; printf '${told.asked}: '; read -r name`,
		input: "text",
	});
	await approve(running);
	const asks = () => recorded(world, approver, session, "prompt.asked");
	const [prompt] = await oneOf(asks);

	const open = await propose({ command: "echo open" });
	const secret = await propose({ command: `printf %s "{{secret:door}}" | wc -c` });
	await approve(secret);
	const later = await propose({ command: "echo later" });
	const until = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
	const stood = await sends(approver, `${at}/plans/${later}/standing`, { times: "3", until });
	const [file] = await oneOf(() => recorded(world, approver, session, "message.attached"));
	const wish = { what: `event:${file?.seq}`, reason: told.reason };
	const erasing = await sends(approver, `${at}/erasures`, wish);
	const keeps = { title: told.saved, client, shell: "sh", command: "echo globe", changes: told.changes };
	expect((await sends(technician, `${world.workerUrl}/snippets`, keeps)).status).toBe(303);
	const saved = (await technician.once(`${world.workerUrl}/snippets`)).text;
	return {
		...{ running, open, secret, endpoint },
		run: z.string().parse(prompt?.run),
		repeated: z.string().parse(repeated?.run),
		blob: one(JSON.stringify(file), /"(b_[0-9a-z]+)"/),
		erasure: one(erasing.headers.get("location") ?? erasing.text, /#(x_[0-9a-z]+)$/),
		standing: one(stood.headers.get("location") ?? stood.text, /#(a_[0-9a-z]+)$/),
		snippet: one(saved, /\/snippets\/(sn_[0-9a-z]+)/),
	};
};

/** Waits until there is exactly one. */
const oneOf = <T>(look: () => Promise<T[]>): Promise<T[]> => several(1, look);

const several = <T>(count: number, look: () => Promise<T[]>): Promise<T[]> =>
	vi.waitFor(
		async () => {
			const found = await look();
			expect(found).toHaveLength(count);
			return found;
		},
		{ timeout: patience, interval: 250 },
	);

const one = (text: string, id: RegExp): string => {
	const found = id.exec(text)?.[1];
	if (found === undefined) throw new Error(`no ${id} in: ${text}`);
	return found;
};
