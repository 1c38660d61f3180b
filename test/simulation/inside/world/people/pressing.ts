// How a wish reaches the Worker: the platform delivers a press again until it is answered, and at times although it was.

import type { Backend } from "../../../../../bots/backend.ts";
import type { ChatUser } from "../../../../../bots/intent.ts";
import type { Person } from "../../../../../protocol/people.ts";
import type { Answer } from "../../../../../protocol/refusal.ts";
import { backendOf } from "../../../../../worker/backend/backend.ts";
import type { Message } from "../chat.ts";
import type { Scene } from "../set-up.ts";
import { world } from "../world.ts";

/** What someone wanted, and what they were told; empty: no answer came. `about`: an id or a name. */
export type Press = { by: string; what: string; about: string; at: number; answers: Answer<object>[] };
export type Pressing = ReturnType<typeof newPressing>;

type Wish = (backend: Backend) => Promise<Answer<object>>;

export const newPressing = (scene: Scene) => {
	const { objects, company, presses } = scene;
	const { chance } = world();
	const { workspace, channel } = company;
	const eve: ChatUser = { identity: `${workspace}:U99`, name: "Eve" };
	const userOf = ({ identities: [identity = ""], name }: Person): ChatUser => ({ identity, name });
	const named = (name: string): ChatUser => {
		const found = company.people.find((one) => one.name === name);
		return found ? userOf(found) : eve;
	};
	return {
		presses,
		scene,
		/** Those of these names who work here; `Eve` is known to no one. */
		someone: (...names: string[]): ChatUser => {
			const here = names.filter((name) => name === "Eve" || named(name) !== eve);
			return named(chance.one(here));
		},
		anyone: (): ChatUser => chance.one([...company.people.map(userOf), eve]),
		/** The client's channel. */
		outside: { workspace, channel, thread: null },
		/** Where a message is pressed. */
		at: ({ channel, thread }: Message) => ({ workspace, channel, thread }),
		/** Where people answer a message that heads a thread. */
		under: ({ channel, ts }: Message) => ({ workspace, channel, thread: ts }),
		refOf: ({ channel, ts }: Message) => ({ workspace, channel, message: ts }),
		/** Delivered up to three times. */
		press: (by: ChatUser, what: string, about: string, wish: Wish): Press => {
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
			return made;
		},
		/** Asked by a page of the console, which tries it once. */
		visit: (by: Person, what: string, about: string, ask: () => Promise<Answer<object>>): void => {
			const { time, note } = world();
			const made: Press = { by: by.id, what, about, at: time.now(), answers: [] };
			presses.push(made);
			note(`${by.name} asks the console to ${what} ${about}`);
			time.in(time.born(`request of ${by.name}`, { skew: 0 }), () =>
				ask().then(
					(answer) => {
						note(`  ${by.name}'s ${what}: ${answer.ok ? "done" : JSON.stringify(answer.refusal)}`);
						made.answers.push(answer);
					},
					(error) => note(`  ${by.name}'s ${what} failed: ${error}`),
				),
			);
		},
	};
};
