// The people of a schedule: they look at chat, and do something about what is there.
import type { Scene } from "../set-up.ts";
import { world } from "../world.ts";
import { answering } from "./answering.ts";
import { erasing } from "./erasing.ts";
import { governing } from "./governing.ts";
import { planning } from "./planning.ts";
import { newPressing } from "./pressing.ts";
import { talking } from "./talking.ts";

export type People = ReturnType<typeof newPeople>;

export const newPeople = (scene: Scene) => {
	const { chance, time } = world();
	const { messages } = scene.chat;
	const pressing = newPressing(scene);
	const [plans, talk] = [planning(pressing), talking(pressing)];
	const questions = answering(pressing);
	const [erasures, owner] = [erasing(pressing), governing(pressing)];
	const { presses } = pressing;

	const roots = () => messages.filter(({ shown }) => shown.type === "session");
	const cards = () => messages.filter(({ shown }) => shown.type === "plan");
	const waiting = () => cards().filter(({ shown }) => shown.type === "plan" && shown.view.state === "open");
	const asked = () =>
		messages.filter(({ shown }) => shown.type === "prompt" && ["open", "typed"].includes(shown.view.state));
	/** What most sessions are for: someone proposes, and others decide, as soon as they see it. */
	const goOn = (left: number): void => {
		const [root, card] = [roots()[0], chance.happens(0.9) ? waiting().at(-1) : undefined];
		const question = asked().at(-1);
		if (root && chance.happens(0.3)) talk.say(root);
		if (root && chance.happens(0.12)) erasures.erase(root);
		if (question && chance.happens(0.8)) questions.onPrompt(question);
		else if (card) plans.onCard(card);
		else if (root && cards().length === 0) plans.propose(root);
		if (left > 0) time.world(700 + chance.below(1_000), null, () => goOn(left - 1));
	};
	const act = (): void => {
		const root = roots().length > 0 ? chance.one(roots()) : null;
		if (!root) {
			if (chance.happens(0.2)) talk.open();
			return;
		}
		const card = cards().length > 0 ? chance.one(cards()) : null;
		const prompts = messages.filter(({ shown }) => shown.type === "prompt");
		const rest = [
			...(prompts.length > 0 ? Array(4).fill(() => questions.onPrompt(chance.one(prompts))) : []),
			...Array(6).fill(() => (card ? plans.onCard(card) : plans.propose(root))),
			...Array(3).fill(() => plans.propose(root)),
			...Array(4).fill(() => talk.say(root)),
			...Array(3).fill(() => talk.onSession(root)),
			...Array(2).fill(() => erasures.erase(root)),
			...Array(2).fill(() => owner.change()),
			...[() => talk.open(), () => owner.enrollAgain(), () => owner.remove()],
		];
		chance.one(rest)();
	};
	return {
		presses,
		/** Within this time, in ms; what waits for a decision does not wait long. */
		begin: (length: number, { goesOn, others }: { goesOn: number; others: number }): void => {
			if (roots().length === 0) talk.open();
			time.world(roots().length === 0 ? 500 : 50 + chance.below(500), null, () => goOn(goesOn));
			for (let i = 0; i < others; i++) time.world(chance.below(length), null, act);
		},
	};
};
