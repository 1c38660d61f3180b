// An erasure by two people: asked for, sent to the other side, confirmed, declined, withdrawn or expired.

import { allow, may } from "../../../domain/authority.ts";
import { jurisdictionOf, newId } from "../../../protocol/ids.ts";
import type { Actor, Person } from "../../../protocol/people.ts";
import type { Notice } from "../../../protocol/read/view.ts";
import type { Erasure, ErasureTarget } from "../../../protocol/record/erasure.ts";
import { erasableKinds } from "../../../protocol/record/erasure.ts";
import { type Answer, type Refusal, refuse } from "../../../protocol/refusal.ts";
import type { AnswerErasure, AskErasure } from "../../contracts/session.ts";
import type { Snapshot } from "../../contracts/values/snapshot.ts";
import { recordingOf } from "../../recording/whole.ts";
import { type Core, worker } from "../core.ts";
import type { Visit } from "../door.ts";
import { record } from "../record.ts";
import { mention, notice } from "../show/views.ts";
import { mayAskErasure } from "./rules.ts";
import { type Stays, staysOf, strike } from "./strike.ts";

/** How long the other side has to answer. */
export const erasureDays = 7;

/** Asks for an erasure; the other side hears of it directly. Erases nothing. `problem`: of its targets. */
export const ask = (
	core: Core,
	{ targets, reason }: AskErasure,
	problem: Refusal | null,
	{ snapshot, person, actor: by, now, scans }: Visit,
): Answer<{ erasure: string }> => {
	const ruling = mayAskErasure(snapshot, person);
	if (!ruling.ok) return ruling;
	if (problem) return refuse(problem);
	const secret = scans.secretIn(reason);
	if (secret) return refuse({ code: "looks-secret", what: secret, in: "answer" });
	const erasure = newId("erasure", jurisdictionOf(core.self().id));
	const asked: Erasure = {
		id: erasure,
		by,
		at: now,
		expires: now + erasureDays * 86_400_000,
		reason,
		targets,
	};
	core.change(() => {
		core.store.erasures.add(asked);
		record(core, now, by, { kind: "erasure.asked", erasure, targets, reason, expires: asked.expires });
		tell(core, "erasure-asked", asked, ruling.others, by.name);
	});
	return { ok: true, erasure };
};

/** What a confirmation needs to know of the recordings whose output it erases. */
export const staysIn = async (core: Core, { erasure, answer: said }: AnswerErasure): Promise<Stays> => {
	const targets = said === "confirm" ? (core.store.erasures.get(erasure)?.targets ?? []) : [];
	return staysOf(
		core,
		targets.flatMap((one) => ("run" in one && !("records" in one) ? [one.run] : [])),
	);
};

/** The answer of the other side, or the asker's own withdrawal; judged in one transaction with what it erases. */
export const answer = (
	core: Core,
	{ erasure, answer: said }: AnswerErasure,
	stays: Stays,
	{ snapshot, person, actor: by, now }: Visit,
): Answer<object> => {
	const found = core.store.erasures.get(erasure);
	if (!found) return refuse({ code: "not-found", what: "erasure" });
	if (found.state !== "open") return refuse({ code: "erasure-over", how: found.state });
	if (now >= found.expires) return refuse({ code: "erasure-over", how: "expired" });
	const act = said === "withdraw" ? "withdraw an erasure" : "answer an erasure";
	const ruling = allow(act, snapshot, person, {
		eraser: found.by.person,
		eraserAccount: found.by.identity,
	});
	if (!ruling.ok) return ruling;
	if (said === "withdraw") {
		core.change(() => end(core, found, "withdrawn", by, now));
		return { ok: true };
	}
	const asker = snapshot.people.filter((one) => one.id === found.by.person);
	if (said === "confirm") return confirm(core, found, stays, snapshot, by, asker, now);
	core.change(() => {
		end(core, found, "declined", by, now);
		tell(core, "erasure-declined", found, asker, by.name);
	});
	return { ok: true };
};

const confirm = (
	core: Core,
	asked: Erasure,
	stays: Stays,
	snapshot: Snapshot,
	by: Actor,
	asker: Person[],
	now: number,
): Answer<object> => {
	if (snapshot.policy.legalHold) return refuse({ code: "legal-hold", client: snapshot.name });
	core.change(() => {
		core.store.erasures.end(asked.id, "confirmed");
		// Meanwhile retention may have taken some of it.
		for (const target of asked.targets.filter((one) => whyNot(core, one) === null))
			strike(core, target, asked.reason, by, now, { asked, stays });
		tell(core, "erasure-done", asked, asker, by.name);
	});
	return { ok: true };
};

const end = (
	core: Core,
	{ id }: Erasure,
	how: "declined" | "withdrawn" | "expired",
	by: Actor,
	now: number,
): void => {
	core.store.erasures.end(id, how);
	record(core, now, by, { kind: "erasure.ended", erasure: id, how });
};

export const onTime = (core: Core, now: number): void => {
	for (const due of core.store.erasures.open().filter(({ expires }) => now >= expires))
		core.change(() => {
			end(core, due, "expired", worker, now);
			const { people } = core.self().snapshot;
			tell(
				core,
				"erasure-expired",
				due,
				people.filter(({ id, roles }) => id === due.by.person && may("read", roles)),
				"Caisey",
			);
		});
};

export const nextTime = (core: Core): number | null =>
	core.store.erasures
		.open()
		.reduce<number | null>((least, { expires }) => Math.min(least ?? expires, expires), null);

/** Each of them, in a direct message. */
const tell = (core: Core, turn: Notice["turn"], asked: Erasure, to: Person[], by: string): void => {
	const said = notice(core, turn, [], by, null, asked.reason);
	for (const person of to)
		core.put(`${turn}:${asked.id}:${person.id}`, "private", {
			type: "tell",
			key: `${turn}:${asked.id}`,
			identities: person.identities,
			notice: {
				...said,
				to: [mention(core)(person)],
				changes: targetsText(core, asked.targets),
			},
		});
};

/** What is to be erased, in words. */
export const targetsText = (core: Core, targets: ErasureTarget[]): string =>
	targets.map((one) => inWords(core, one)).join("; ");

const inWords = (core: Core, target: ErasureTarget): string => {
	if ("seq" in target) return `event ${target.seq} of the transcript`;
	const run = core.store.runs.get(target.run);
	const plan = run && core.store.plans.get(run.plan)?.plan;
	const where = plan?.endpoints.find(({ id }) => id === run?.endpoint)?.name ?? "an endpoint";
	const what =
		"records" in target
			? `${target.records.length} ${target.records.length === 1 ? "record" : "records"} of the output`
			: "the whole output and what the shell reported";
	return `${what} of step ${(run?.step ?? 0) + 1} on ${where}`;
};

/** The first target that can't be erased, and why. */
export const problemOf = async (core: Core, targets: ErasureTarget[]): Promise<Refusal | null> => {
	for (const target of targets) {
		const reason = whyNot(core, target) ?? (await missingRecord(core, target));
		if (reason) return { code: "not-erasable", what: inWords(core, target), reason };
	}
	return null;
};

const whyNot = (core: Core, target: ErasureTarget): string | null => {
	if ("seq" in target) return whyNotEvent(core, target.seq);
	const run = core.store.runs.get(target.run);
	if (!run) return "this run doesn't exist";
	if (run.ended_at === null) return "that run isn't over yet";
	return run.erased === null ? null : "it is already erased";
};

const whyNotEvent = (core: Core, seq: number): string | null => {
	const event = core.store.events.get(seq);
	if (!event) return "this event doesn't exist";
	if (event.payload === null) return "it is already erased";
	const { kind, body } = event;
	if ((erasableKinds as readonly string[]).includes(kind)) {
		const run = body && "run" in body ? core.store.runs.get(body.run) : null;
		return run?.ended_at === null ? "that run isn't over yet" : null;
	}
	return "requests, plans, decisions and reports of runs stay; only messages, attachments, questions, answers and what closing said can be erased";
};

const missingRecord = async (core: Core, target: ErasureTarget): Promise<string | null> => {
	if (!("records" in target)) return null;
	const there = await recordingOf(core.env, target.run).erasable(target.records);
	const missing = target.records.find((n) => !there.includes(n));
	return missing === undefined
		? null
		: `record ${missing} holds nothing that can be erased, or is already erased`;
};
