// How far a matter has come when a schedule begins: someone has asked, or a technician has proposed a plan, as fast as people can.
import type { Backend } from "../../../../bots/backend.ts";
import type { ChatUser } from "../../../../bots/intent.ts";
import type { Answer } from "../../../../protocol/refusal.ts";
import { backendOf } from "../../../../worker/backend/backend.ts";
import { kill } from "./agents.ts";
import type { Chat } from "./chat.ts";
import type { Company } from "./company.ts";
import type { Machines } from "./machines.ts";
import type { Objects } from "./objects.ts";
import type { Press } from "./people/pressing.ts";
import type { Running } from "./running.ts";
import type { Start } from "./starts.ts";
import { world } from "./world.ts";

type Scene = { objects: Objects; chat: Chat; machines: Machines; company: Company };

/** `began`: the moment, in ms since 1970, up to which it goes. Returns who approved what. */
export const beginMatter = async (
	{ until: far }: Start,
	{ objects, chat, machines, company }: Scene,
	{ drive, until }: Running,
	began: number,
): Promise<Press[]> => {
	const rest = async (): Promise<Press[]> => {
		await until(began);
		return [];
	};
	const { workspace, channel } = company;
	const { time } = world();
	const as = async <T>(
		name: string,
		wish: (backend: Backend, by: ChatUser) => Promise<Answer<T>>,
	): Promise<void> => {
		const identity = company.people.find((one) => one.name === name)?.identities[0] ?? "";
		const request = time.born(`request of ${name}`, { skew: 0 });
		const answer = await drive(time.in(request, () => wish(backendOf(objects.env), { identity, name })));
		if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.refusal)}`);
	};
	await until(began - 12_000);
	if (far === "nothing") return rest();
	await as("Dana", (backend, by) =>
		backend.open({
			...{ by, place: { workspace, channel, thread: null }, request: "the printer is offline" },
			...{ source: "command", once: "trigger", original: null, whom: null },
		}),
	);
	await until(began - 8_000);
	if (far === "asked") return rest();
	const [root] = chat.messages.filter(({ shown }) => shown.type === "session");
	if (root?.shown.type !== "session") throw new Error("the session has no message");
	const { session } = root.shown.view;
	const endpoints = [...machines.values()].flatMap(({ enrolment }) => enrolment?.endpoint ?? []);
	await as("Tom", (backend, by) =>
		backend.propose({
			...{ by, place: { workspace, channel: root.channel, thread: root.ts }, session, once: "view" },
			from: { from: "session", session },
			draft: {
				...{ ...far.proposed, endpoints, decideWithin: 60, runWithin: 60, shell: "sh" },
				...{ runAs: { kind: "agent" }, cwd: null, notBefore: null },
				words: { changes: "restarts the spooler", notices: "", undo: "" },
			},
		}),
	);
	if (!far.approved) return rest();
	await until(began - 4_000);
	for (const host of machines.values()) kill(host, "is stopped");
	const [card] = chat.messages.filter(({ shown }) => shown.type === "plan");
	if (card?.shown.type !== "plan") throw new Error("the plan has no card");
	const { plan } = card.shown.view;
	const at = time.now();
	await as("Ada", (backend, by) =>
		backend.vote({
			...{ by, place: { workspace, channel: card.channel, thread: card.thread }, plan },
			...{ ref: { workspace, channel: card.channel, message: card.ts }, verdict: "approve", reason: null },
		}),
	);
	await until(began);
	const ada = company.people.find(({ name }) => name === "Ada")?.identities[0] ?? "";
	return [{ by: ada, what: "approve", about: plan, at, answers: [{ ok: true }] }];
};
