// Erasures by two people, in the console: the owner asks, an approver answers, or the other way round.
import type { Answer } from "../../../../../protocol/refusal.ts";
import type { AnswerErasure, AskErasure } from "../../../../../worker/contracts/session.ts";
import type { Message } from "../chat.ts";
import { world } from "../world.ts";
import type { Pressing } from "./pressing.ts";

export const erasing = ({ scene, visit }: Pressing) => {
	const { objects, company } = scene;
	const { chance } = world();
	const sideOf = (role: "owner" | "approver") => company.people.filter(({ roles }) => roles.includes(role));
	const ask = (session: string, method: "askErasure" | "answerErasure", wish: AskErasure | AnswerErasure) =>
		objects.call(objects.find("SESSION", session), method, [wish]) as Promise<Answer<object>>;
	return {
		/** Of a run's output or of something said, as far as chat shows that there is any. */
		erase: (root: Message): void => {
			if (root.shown.type !== "session") return;
			const { session } = root.shown.view;
			const held = objects.all().find(({ kind, name }) => kind === "SESSION" && name === session);
			if (!held) return;
			const waits = held.storage.has("erasures")
				? held.storage.all("SELECT id FROM erasures WHERE state = 'open'")[0]
				: undefined;
			const [one, other] = chance.happens(0.5)
				? [sideOf("owner"), sideOf("approver")]
				: [sideOf("approver"), sideOf("owner")];
			if (one.length === 0 || other.length === 0) return;
			const person = chance.one(waits ? other : one);
			const by = { person: person.id, name: person.name };
			if (waits) {
				const answer = chance.one(["confirm", "confirm", "decline", "withdraw"] as const);
				const erasure = String(waits.id);
				visit(person, answer, erasure, () => ask(session, "answerErasure", { by, erasure, answer }));
				return;
			}
			const runs = held.storage.all("SELECT id FROM runs WHERE ended_at IS NOT NULL");
			const said = held.storage.all("SELECT seq FROM events WHERE kind = 'message.said'");
			const targets = [
				...runs.map(({ id }) => ({ run: String(id) })),
				...said.map(({ seq }) => ({ seq: Number(seq) })),
			];
			if (targets.length === 0) return;
			const wish = { by, targets: [chance.one(targets)], reason: "a name is in it" };
			visit(person, "erase", session, () => ask(session, "askErasure", wish));
		},
	};
};
