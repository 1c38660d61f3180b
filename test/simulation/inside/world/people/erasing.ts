// Erasures by two people, in the console: the owner asks, an approver answers, or the other way round.
import type { Answer } from "../../../../../protocol/refusal.ts";
import type { AnswerErasure, AskErasure } from "../../../../../worker/contracts/session.ts";
import { scanned } from "../../../../../worker/scan.ts";
import type { Message } from "../chat.ts";
import { world } from "../world.ts";
import type { Pressing } from "./pressing.ts";

export const erasing = ({ scene, visit }: Pressing) => {
	const { objects, company } = scene;
	const { chance, time } = world();
	const sideOf = (role: "owner" | "approver") => company.people.filter(({ roles }) => roles.includes(role));
	const call = (session: string, method: string, args: unknown[]) =>
		objects.call(objects.find("SESSION", session), method, args) as Promise<Answer<object>>;
	const ask = async (session: string, wish: AskErasure) =>
		call(session, "askErasure", [wish, await scanned(wish.reason)]);
	const decide = (session: string, wish: AnswerErasure) => call(session, "answerErasure", [wish]);
	/** Of a run's output or of something said, as far as chat shows that there is any. */
	const erase = (root: Message): void => {
		if (root.shown.type !== "session") return;
		const { session } = root.shown.view;
		const held = objects.all().find(({ kind, name }) => kind === "SESSION" && name === session);
		if (!held) return;
		const waits = held.storage.has("erasures")
			? held.storage.all("SELECT id, by FROM erasures WHERE state = 'open'")[0]
			: undefined;
		const [owners, approvers] = [sideOf("owner"), sideOf("approver")];
		if (owners.length === 0 || approvers.length === 0) return;
		const own = waits !== undefined && chance.happens(0.2);
		const either = chance.one([owners, approvers]).filter(({ id }) => own || !String(waits?.by).includes(id));
		if (either.length === 0) return;
		const person = chance.one(either);
		const by = { person: person.id, name: person.name };
		if (waits) {
			// Some press what they may not.
			const answer = chance.one<AnswerErasure["answer"]>(
				own ? ["withdraw", "confirm"] : ["confirm", "confirm", "decline"],
			);
			const erasure = String(waits.id);
			visit(person, answer, erasure, () => decide(session, { by, erasure, answer }));
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
		visit(person, "erase", session, () => ask(session, wish));
		// It is seen soon.
		if (chance.happens(0.8)) time.world(500 + chance.below(3_000), null, () => erase(root));
	};
	return { erase };
};
