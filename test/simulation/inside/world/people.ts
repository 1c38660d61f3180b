// The people of a schedule: they look at chat and press what they see, sometimes twice, sometimes what they may not. The platform
// delivers a press again until it is answered.

import type { ChatUser } from "../../../../bots/intent.ts";
import type { Person } from "../../../../protocol/people.ts";
import type { PlanDraft } from "../../../../protocol/plan/plan.ts";
import type { Answer } from "../../../../protocol/refusal.ts";
import { backendOf } from "../../../../worker/backend/backend.ts";
import type { Message } from "./chat.ts";
import { channel, type Scene, workspace } from "./set-up.ts";
import { world } from "./world.ts";

/** What someone wanted, and what they were told; null: no answer came. */
export type Press = { by: string; what: string; about: string; at: number; answers: Answer<object>[] };
export type People = ReturnType<typeof newPeople>;

const eve: ChatUser = { identity: "slack:T1:U9", name: "Eve" };

export const newPeople = ({ objects, chat, people, machines }: Scene) => {
	const presses: Press[] = [];
	const user = ({ identities: [identity = ""], name }: Person): ChatUser => ({ identity, name });
	const all = [...people.map(user), eve];
	const [dana, ada, bob, tom, sam] = people.map(user) as [ChatUser, ChatUser, ChatUser, ChatUser, ChatUser];
	const { chance } = world();

	/** Up to three times, as chat platforms do; at times twice although the first went well. */
	const press = (
		by: ChatUser,
		what: string,
		about: string,
		wish: (backend: ReturnType<typeof backendOf>) => Promise<Answer<object>>,
	) => {
		const { time, faults, note } = world();
		const made: Press = { by: by.identity, what, about, at: time.now(), answers: [] };
		presses.push(made);
		note(`${by.name} presses ${what} ${about}`);
		const deliver = (left: number) => {
			const request = time.born(`request of ${by.name}`, { skew: 0 });
			const again = () => {
				if (left > 0)
					time.world(chance.one([300, 3_000, 30_000]), `${by.name}'s ${what} is delivered again`, () =>
						deliver(left - 1),
					);
			};
			time.in(request, () =>
				wish(backendOf(objects.env)).then((answer) => {
					note(`  ${by.name}'s ${what}: ${answer.ok ? "done" : JSON.stringify(answer.refusal)}`);
					made.answers.push(answer);
					if (!faults.over() && chance.happens(0.1)) again();
				}, again),
			);
		};
		deliver(2);
	};
	const place = (message: Message | null) => ({
		workspace,
		channel: message?.channel ?? channel,
		thread: message?.thread ?? null,
	});
	const refOf = ({ channel, ts }: Message) => ({ workspace, channel, message: ts });

	const open = () => {
		const once = `trigger-${presses.length}`;
		press(dana, "open", once, (backend) =>
			backend.open({
				...{ by: dana, place: place(null), request: "the printer is offline", source: "command", once },
				...{ original: null, whom: null },
			}),
		);
	};
	const draft = (): PlanDraft => {
		const endpoints = [...machines.values()].map(({ enrolment }) => enrolment.endpoint);
		const command = () =>
			`say ${chance.between(0, 6)} in ${chance.one([50, 500, 4_000, 20_000])} exit ${chance.one([0, 0, 0, 1])}`;
		const steps = [
			...(chance.happens(0.3) ? [{ phase: "before" as const, command: command() }] : []),
			{ phase: "command" as const, command: command() },
			...(chance.happens(0.3) ? [{ phase: "after" as const, command: command() }] : []),
		];
		return {
			endpoints: chance.happens(0.3) ? endpoints : [chance.one(endpoints)],
			...{ decideWithin: chance.one([60, 120, 600]), runWithin: chance.one([60, 120, 600]) },
			...{ shell: "sh", runAs: { kind: "agent" }, cwd: null, steps, stepTimeLimit: chance.one([2, 10, 60]) },
			...{ failedCheck: chance.one(["stop", "continue"]), input: [], notBefore: null },
			words: { changes: "restarts the spooler", notices: "", undo: "" },
		};
	};
	const propose = (root: Message) => {
		if (root.shown.type !== "session") return;
		const { session } = root.shown.view;
		const by = chance.one([tom, tom, sam, eve]);
		const once = `view-${presses.length}`;
		const wanted = draft();
		press(by, "propose", once, (backend) =>
			backend.propose({
				...{ by, place: { workspace, channel: root.channel, thread: root.ts }, session, once },
				...{ from: { from: "session", session }, draft: wanted },
			}),
		);
	};
	const onCard = (card: Message) => {
		if (card.shown.type !== "plan") return;
		const { plan } = card.shown.view;
		const by = chance.one([ada, ada, bob, bob, sam, ...all]);
		const on = { by, place: place(card), ref: refOf(card), plan };
		const what = chance.one(["approve", "approve", "approve", "approve", "deny", "ask", "cancel"] as const);
		const times = chance.happens(0.2) ? 2 : 1;
		const once = `view-${presses.length}`;
		for (let i = 0; i < times; i++)
			press(by, what, plan, (backend) => {
				if (what === "ask") return backend.ask({ ...on, question: "what does it do?", once });
				if (what === "cancel") return backend.cancel(on);
				return backend.vote({ ...on, verdict: what, reason: what === "deny" ? "not now" : null });
			});
	};
	const say = (root: Message) => {
		const by = chance.one(all);
		const said = `m-${presses.length}`;
		const ref = { workspace, channel: root.channel, message: said };
		press(by, "say", said, (backend) =>
			backend.said({
				by,
				place: { workspace, channel: root.channel, thread: root.ts },
				ref,
				text: `hello ${said}`,
				expected: [],
			}),
		);
	};
	return {
		presses,
		/** Someone looks at chat, and does something about what is there. */
		act: () => {
			const roots = chat.messages.filter(({ shown }) => shown.type === "session");
			const cards = chat.messages.filter(({ shown }) => shown.type === "plan");
			const waiting = cards.filter(({ shown }) => shown.type === "plan" && shown.view.state === "open");
			const root = roots.length > 0 ? chance.one(roots) : null;
			if (!root) return presses.length === 0 ? open() : undefined;
			if (waiting.length > 0 && chance.happens(0.7)) return onCard(chance.one(waiting));
			if (cards.length > 0 && chance.happens(0.3)) return onCard(chance.one(cards));
			if (chance.happens(0.25)) return say(root);
			if (chance.happens(0.05)) return open();
			propose(root);
		},
		begin: open,
	};
};
