// The secrets that an approved plan needs: asked for once it is approved, entered sealed, and only then is it on its way.
import { allow, whoMay } from "../../../domain/authority.ts";
import type { SecretForm } from "../../../protocol/read/secret-form.ts";
import { type Answer, refuse } from "../../../protocol/refusal.ts";
import type { SealingKey } from "../../../protocol/sealing.ts";
import type { AboutPlan, EnterSecrets } from "../../contracts/session.ts";
import { objectOf } from "../../durable/places.ts";
import { type Core, refresh } from "../core.ts";
import { looking, type Visit } from "../door.ts";
import { record } from "../record.ts";
import { undelivered } from "../run/delivered.ts";
import { mention, notice } from "../show/views.ts";
import type { PlanRow } from "../tables/plan/plans.ts";
import { awaitsSecrets } from "./awaiting.ts";

/** Inside a transaction: an approved plan goes to its endpoints, at once or when it has its secrets. */
export const dispatchAll = (core: Core, row: PlanRow): void => {
	for (const { id } of row.plan.endpoints)
		core.put(`dispatch:${row.id}:${id}`, id, { type: "dispatch", plan: row.id, endpoint: id });
};

/** Inside a transaction: tells those who may enter them, each alone. Of the technicians, who proposed it. */
export const askForSecrets = (core: Core, row: PlanRow): void => {
	const { snapshot } = core.self();
	const names = row.plan.secrets.map(({ name }) => name).join(", ");
	const said = notice(core, "secret-wanted", [], "Caisey", row, names);
	const { proposedBy } = row.plan;
	for (const person of whoMay("enter a secret", snapshot).filter(
		({ id, roles }) => id === proposedBy || roles.includes("approver"),
	))
		core.put(`secret-wanted:${row.id}:${person.id}`, "private", {
			type: "tell",
			key: `secret-wanted:${row.id}`,
			identities: person.identities,
			notice: { ...said, to: [mention(core)(person)] },
		});
};

/** For the console's page. */
export const openForm = async (core: Core, wish: AboutPlan) => {
	const keys = await sealingKeys(core, wish.plan);
	return looking(core, wish, (visit) => form(core, wish, keys, visit));
};

/** What agents want secrets to be sealed to, by endpoint; null: not known yet, or its agent is too old. */
type SealingKeys = Map<string, SealingKey | null>;

const sealingKeys = async (core: Core, plan: string): Promise<SealingKeys> => {
	const endpoints = core.store.session.read() ? (core.store.plans.get(plan)?.plan.endpoints ?? []) : [];
	return new Map(
		await Promise.all(
			endpoints.map(async ({ id }) => [id, await objectOf(core.env.ENDPOINT, id).sealingKey()] as const),
		),
	);
};

/** What the page needs to seal them. Looking changes nothing. */
export const form = (
	core: Core,
	wish: AboutPlan,
	keys: SealingKeys,
	visit: Visit,
): Answer<{ form: SecretForm }> => {
	const wanted = wantedBy(core, wish, visit);
	if (!wanted.ok) return wanted;
	const { row } = wanted;
	const known = core.store.endpointKeys.all();
	const agents = row.plan.endpoints.map(({ id, name }) => ({
		endpoint: id,
		name,
		key: known.find(({ endpoint }) => endpoint === id)?.key ?? "",
		sealing: keys.get(id) ?? null,
	}));
	const text = new TextDecoder().decode(core.store.plans.bytesOf(row.id));
	return { ok: true, form: { plan: row.plan, text, digest: row.digest, runBy: row.run_by, agents } };
};

/** Keeps them for each endpoint, and lets the plan go. All names for all endpoints, once. */
export const enter = (core: Core, wish: EnterSecrets, visit: Visit): Answer<object> => {
	const wanted = wantedBy(core, wish, visit);
	if (!wanted.ok) return wanted;
	const { row } = wanted;
	const names = row.plan.secrets.map(({ name }) => name);
	const complete = sameTexts(
		wish.sealed.map(({ endpoint }) => endpoint),
		row.plan.endpoints.map(({ id }) => id),
	);
	if (
		!complete ||
		!wish.sealed.every(({ secrets }) =>
			sameTexts(
				secrets.map(({ name }) => name),
				names,
			),
		)
	)
		return refuse({ code: "secrets-incomplete" });
	core.change(() => {
		for (const { endpoint, secrets } of wish.sealed) core.store.sealed.keep(row.id, endpoint, secrets);
		core.store.plans.setSecrets(row.id, visit.actor.name);
		record(core, visit.now, visit.actor, { kind: "secrets.entered", plan: row.id, names });
		dispatchAll(core, row);
		refresh(core, row.id);
	});
	return { ok: true };
};

const sameTexts = (some: string[], others: string[]): boolean =>
	JSON.stringify(some.toSorted()) === JSON.stringify(others.toSorted());

const wantedBy = (
	core: Core,
	{ plan }: AboutPlan,
	{ snapshot, person, now }: Visit,
): Answer<{ row: PlanRow }> => {
	const row = core.store.plans.get(plan);
	if (!row) return refuse({ code: "not-found", what: "plan" });
	const may = allow("enter a secret", snapshot, person);
	if (!may.ok) return may;
	const inTime = row.run_by !== null && now < row.run_by && row.cancelled_by === null;
	return awaitsSecrets(row) && inTime ? { ok: true, row } : refuse({ code: "no-secret-wanted" });
};

const waiting = (core: Core): PlanRow[] =>
	core.store.session.read() ? core.store.plans.unfinished().filter(awaitsSecrets) : [];

/** Run by counts on while a plan waits: no endpoint has it yet that could say so. */
export const onTime = (core: Core, now: number): void => {
	for (const row of waiting(core).filter(({ run_by }) => now >= (run_by ?? 0)))
		for (const { id } of row.plan.endpoints) undelivered(core, row.id, id, "run-by-passed", now);
};

export const nextTime = (core: Core): number | null =>
	waiting(core).reduce<number | null>(
		(least, { run_by }) => (run_by === null ? least : Math.min(least ?? run_by, run_by)),
		null,
	);
