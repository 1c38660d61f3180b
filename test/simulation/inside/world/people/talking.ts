// What people do about a session: open it, talk in it, attach files, take it, hand it over, number its ticket, close and reopen it.
import type { Attached } from "../../../../../bots/intent.ts";
import { utf8 } from "../../../../../protocol/bytes.ts";
import type { Message } from "../chat.ts";
import { world } from "../world.ts";
import type { Pressing } from "./pressing.ts";

export const talking = ({ press, presses, someone, anyone, outside, under, scene }: Pressing) => {
	const { chance, time } = world();
	const { workspace } = scene.company;
	const idOf = (root: Message): string => (root.shown.type === "session" ? root.shown.view.session : "");
	const content = (name: string): Attached["content"] =>
		chance.one<Attached["content"]>([
			{ name, type: "text/plain", bytes: utf8(`bytes of ${name}`) },
			{ name, retryAfterMs: 20_000 },
			{ name, reason: "it is too large" },
		]);
	return {
		open: (): void => {
			const by = chance.happens(0.05) ? anyone() : someone("Dana", "Dana", "Ada");
			const once = `trigger-${presses.length}`;
			press(by, "open", once, (backend) =>
				backend.open({
					...{ by, place: outside, request: "the printer is offline", source: "command", once },
					...{ original: null, whom: null },
				}),
			);
		},
		/** With a file at times; whether the bot then hands it over is another matter. */
		say: (root: Message): void => {
			const by = anyone();
			const said = `m-${presses.length}`;
			const ref = { workspace, channel: root.channel, message: said };
			const source = chance.happens(0.5) ? { source: "https://slack.example/file" } : {};
			const expected = chance.happens(0.3) ? [{ file: "F1", name: `notes of ${said}`, ...source }] : [];
			press(by, "say", said, (backend) =>
				backend.said({ by, place: under(root), ref, text: `hello ${said}`, expected }),
			);
			for (const { file, name } of chance.happens(0.8) ? expected : [])
				time.world(chance.one([5, 2_000, 50_000]), null, () =>
					press(by, "attach", said, (backend) =>
						backend.attached({ by, place: under(root), ref, file, content: content(name) }),
					),
				);
			if (chance.happens(0.1))
				press(by, "edit", said, (backend) =>
					backend.edited({ by, place: under(root), ref, text: "hello again", once: `${said} edited` }),
				);
			if (chance.happens(0.1))
				press(by, "delete", said, async (backend) => {
					await backend.deleted({ author: by, place: under(root), ref });
					return { ok: true };
				});
		},
		/** The buttons of its own card. */
		onSession: (root: Message): void => {
			const session = idOf(root);
			const by = someone("Tom", "Tom", "Sam", "Dana", "Eve");
			const on = { by, place: under(root), session };
			const what = chance.one(["take", "hand over", "ticket", "close", "close", "reopen"] as const);
			press(by, what, session, (backend) => {
				if (what === "ticket") return backend.setTicket({ ...on, ticket: `T-${presses.length}` });
				if (what === "hand over") return backend.handOver({ ...on, to: chance.one(scene.company.people).id });
				if (what === "reopen") return backend.reopen(on);
				return what === "close" ? backend.close({ ...on, did: "" }) : backend.take(on);
			});
		},
	};
};
