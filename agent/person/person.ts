// Tells or asks the person at the machine what a plan says, before its first step, and waits as long as they and the plan want.
import { asksPerson, type PersonChoice, type ToldPerson } from "../../protocol/plan/person.ts";
import type { Plan, RunAs } from "../../protocol/plan/plan.ts";
import type { PersonEvent } from "../../protocol/record/person.ts";
import type { Settings } from "../home/settings.ts";
import { oneOf } from "../machine/account.ts";
import { elapsed } from "../machine/clock.ts";
import { type AtScreen, atScreen } from "../machine/screen.ts";
import { type Deadline, newDeadline } from "../plan/deadline.ts";
import { whenOver } from "../plan/over.ts";
import type { Recording } from "../record/recording.ts";
import { show } from "./means.ts";
import type { Shown } from "./words.ts";

type Deps = { endpoint: string; settings: Pick<Settings, "hourMs">; cancel: AbortSignal; deadline: Deadline };

/** Null: the plan goes on, or is over meanwhile. A text says why nothing of it runs. */
export const askPerson = async (deps: Deps, plan: Plan, recording: Recording): Promise<string | null> => {
	const { person } = plan;
	if (!person) return null;
	const { over, forget } = whenOver(deps.cancel, deps.deadline);
	const before = asking;
	const { promise, resolve } = Promise.withResolvers<void>();
	asking = promise;
	try {
		// One window at a time: a person reads one after the other.
		if ((await Promise.race([before, over.then(() => "over")])) === "over") return null;
		return await asked({ ...deps, over, plan, person, recording });
	} finally {
		forget();
		void before.then(resolve);
	}
};
let asking = Promise.resolve();

type Asked = Deps & { over: Promise<void>; plan: Plan; person: ToldPerson; recording: Recording };

const asked = async (deps: Asked): Promise<string | null> => {
	const { person, plan, deadline, over } = deps;
	const where = plan.endpoints.find(({ id }) => id === deps.endpoint)?.name ?? "this endpoint";
	const asks = asksPerson(person);
	const gone = new AbortController();
	void over.then(() => gone.abort());
	const target = await Promise.race([
		atScreen().then((found) => whoOf(found, plan.runAs, where)),
		over.then(() => null),
	]);
	if (target === null) return null;
	const offered = asks ? choicesFor(person, deps) : [];
	const showing =
		typeof target === "string"
			? Promise.resolve(target)
			: show({ person, offered, where, target, over: gone.signal });
	const shown = await Promise.race([showing, over.then(() => null)]);
	if (shown === null) {
		// It may come before the person all the same.
		void showing.then(takeAway, () => {});
		return null;
	}
	const said = sayer(deps, typeof target === "string" ? null : target.name);
	if (typeof shown === "string") return said.unreached(shown);
	const wait = Math.max(0, Math.floor(Math.min(person.wait * 1000, deadline.left() - marginMs)));
	said.shown(shown, offered, wait);
	try {
		const answer = await until<Answer | "over">(wait, [shown.answer, over.then(() => "over" as const)]);
		if (answer === "over" || !asks) return null;
		if (answer === null) return said.unanswered(shown);
		if (typeof answer === "object") return said.unreached(answer.because);
		said.answered(shown, answer);
		if (answer === "in-an-hour") await until(deps.settings.hourMs, [over]);
		return null;
	} finally {
		shown.end();
	}
};

const takeAway = (shown: Shown | string): void => {
	if (typeof shown !== "string") shown.end();
};

type Answer = Awaited<Shown["answer"]>;

/** Between the end of a wait and the time to start. */
const marginMs = 5_000;

/** An hour later must still be in time, whenever the answer comes. */
const choicesFor = ({ wait }: ToldPerson, { deadline, settings }: Deps): PersonChoice[] =>
	deadline.left() > wait * 1000 + settings.hourMs + 2 * marginMs ? ["now", "in-an-hour"] : ["now"];

/** The one whom the steps run as, where that is who is logged on; else the person in front of the screen, or the only one. A text
 * says why there is none. */
export const whoOf = (found: AtScreen[], runAs: RunAs, where: string): AtScreen | string => {
	if (runAs.kind === "logged-on") return oneOf(found, runAs.name, where);
	const inFront = found.filter(({ active }) => active);
	const [only, ...others] = inFront.length > 0 ? inFront : found;
	if (!only) return `nobody is logged on at ${where}`;
	return others.length === 0
		? only
		: `several users are logged on: ${found.map(({ name }) => name).join(", ")}`;
};

/** The first of these; null: none of them within this time. */
const until = async <T>(ms: number, events: Promise<T>[]): Promise<T | null> => {
	const { promise, resolve } = Promise.withResolvers<null>();
	const stop = newDeadline(elapsed() + ms).onPassed(() => resolve(null));
	return Promise.race([...events, promise]).finally(stop);
};

/** Records what became of it, and says what follows. */
const sayer = ({ recording, person, settings }: Asked, who: string | null) => {
	const say = (event: Partial<PersonEvent> & Pick<PersonEvent, "state" | "next">): void => {
		const none = { by: null, offered: [], answer: null, until: null, because: null };
		recording.event({ type: "person", v: 1, who, ...none, ...event });
	};
	const otherwise = (why: string): string | null =>
		person.otherwise === "run" ? null : `${why}, and the plan says not to run then.`;
	return {
		shown({ by }: Shown, offered: PersonChoice[], wait: number) {
			const until = wait === 0 ? null : Date.now() + wait;
			say({ state: asksPerson(person) ? "asked" : "told", by, offered, until, next: until ? "wait" : "run" });
		},
		answered({ by }: Shown, answer: PersonChoice) {
			const later = answer === "in-an-hour";
			const until = later ? Date.now() + settings.hourMs : null;
			say({ state: "answered", by, answer, until, next: later ? "wait" : "run" });
		},
		unanswered({ by }: Shown): string | null {
			say({ state: "unanswered", by, next: person.otherwise });
			return otherwise(`${who} didn't answer in time`);
		},
		unreached(because: string): string | null {
			say({ state: "unreached", because, next: person.otherwise });
			return otherwise(`The person at the machine was not reached (${because})`);
		},
	};
};
