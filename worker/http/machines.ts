// The machines that someone may see now, over all of their clients; each with its plans and runs.
import type {
	ClientMachines,
	Machine,
	MachineFound,
	MayDo,
	PlanOfMachine,
	RunThere,
} from "../../console/machines/view.ts";
import type { SignedIn } from "../../console/options.ts";
import { may } from "../../domain/authority.ts";
import { machineState } from "../../domain/machine-state.ts";
import type { Role } from "../../protocol/people.ts";
import type { Answer } from "../../protocol/refusal.ts";
import type { MachineRow } from "../contracts/values/machine.ts";
import { directoryOf, objectOf } from "../durable/places.ts";
import { lookAlikes } from "../endpoint/names.ts";
import { type Env, settings } from "../env.ts";

/** Of one page. */
const most = { runs: 40, plans: 10, sessions: 5 };

type Seen = { client: string; name: string; may: MayDo };

/** The clients whose machines this person may see. `only`: whether it is that one; no other is asked. */
export const seenBy = async (env: Env, person: string, only: string | null = null): Promise<Seen[]> => {
	const directory = directoryOf(env.DIRECTORY);
	const [{ staff }, members] = await Promise.all([
		directory.belonging(person),
		directory.memberships({ person }),
	]);
	const asked = members.filter(({ client }) => only === null || client === only);
	const clients = await Promise.all(
		asked.map(async ({ client }): Promise<Seen[]> => {
			const { name, people } = await objectOf(env.CLIENT, client).snapshot();
			const roles = people.find(({ id }) => id === person)?.roles ?? [];
			return may("see machines", roles) ? [{ client, name, may: mayDo(roles, staff) }] : [];
		}),
	);
	return clients.flat().sort((a, b) => (a.name < b.name ? -1 : 1));
};

const mayDo = (roles: Role[], staff: Role[]): MayDo => ({
	enroll: may("enroll", roles),
	reenroll: may("re-enroll", roles),
	confirm: may("confirm a machine", roles),
	change: may("change the set-up", staff),
});

export const listFor = async (env: Env, person: string): Promise<ClientMachines[]> =>
	Promise.all(
		(await seenBy(env, person)).map(async ({ client, ...rest }) => ({
			...{ client, ...rest },
			machines: shown(await objectOf(env.CLIENT, client).machines()),
		})),
	);

/** 403 also for a client that there isn't: who has no role there learns nothing. */
export const machineFor = async (
	env: Env,
	person: string,
	client: string,
	machine: string,
): Promise<{ ok: true; found: MachineFound } | { ok: false; status: 403 | 404 }> => {
	const [seen] = await seenBy(env, person, client);
	if (!seen) return { ok: false, status: 403 };
	const found = shown(await objectOf(env.CLIENT, client).machines()).find(({ name }) => name === machine);
	if (!found) return { ok: false, status: 404 };
	const plans = await plansOf(env, person, client, found);
	return { ok: true, found: { client, name: seen.name, may: seen.may, machine: found, plans } };
};

/** Those that are gone come last. */
const shown = (rows: MachineRow[]): Machine[] => {
	const names = rows.filter(({ declared }) => declared).map(({ name }) => name);
	const alike = lookAlikes(names);
	const machines = rows.map((row) => machineOf(row, alike.get(row.name) ?? []));
	return [...machines.filter(isThere), ...machines.filter((one) => !isThere(one))];
};

const isThere = ({ state }: Machine): boolean => state !== "removed" && state !== "removing";

const machineOf = (row: MachineRow, similarTo: string[]): Machine => {
	const { name, description, declared, endpoint, former } = row;
	const [last] = former;
	const said = endpoint ?? last ?? null;
	return {
		...{ name, description: description || (last?.description ?? ""), state: machineState(row) },
		lastSeen: said?.lastSeen ?? null,
		removedAt: declared ? null : (last?.endedAt ?? null),
		held: endpoint?.held ?? null,
		clockAhead: endpoint?.online ? endpoint.clockAhead : 0,
		disk: endpoint?.disk ?? "room",
		inventory: said?.inventory ?? null,
		fingerprint: said?.fingerprint ?? null,
		key: row.key,
		refused: row.refused,
		similarTo,
		ids: [...(endpoint ? [endpoint.id] : []), ...former.map(({ id }) => id)],
		former: former.map(({ fingerprint, endedAt, removed }) => ({ fingerprint, endedAt, removed })),
	};
};

/** Of the latest sessions that have plans for it, which its readers may all read. */
const plansOf = async (env: Env, me: string, client: string, { name }: Machine): Promise<PlanOfMachine[]> => {
	const any = { person: null, state: null, outcome: null, ticket: null, from: null, to: null, before: null };
	const wish = { tab: "all", me, only: null, endpoint: name, limit: most.sessions, ...any } as const;
	const { sessions } = await objectOf(env.CLIENT, client).findSessions(wish);
	const plans = await Promise.all(
		sessions.map(async ({ session }) => {
			const { plans } = await objectOf(env.SESSION, session).header();
			return plans
				.filter(({ plan }) => plan.endpoints.some((one) => one.name === name))
				.map(({ plan, state }) => ({
					...{ session, plan: plan.id, state, title: plan.words.changes, proposedAt: plan.proposedAt },
				}));
		}),
	);
	return plans
		.flat()
		.sort((a, b) => b.proposedAt - a.proposedAt)
		.slice(0, most.plans);
};

/** Of all its enrollments. */
export const runsOn = async (
	env: Env,
	{ machine }: MachineFound,
	before: Pick<RunThere, "at" | "run"> | null,
): Promise<{ runs: RunThere[]; more: boolean }> => {
	const each = await Promise.all(
		machine.ids.map((id) => objectOf(env.ENDPOINT, id).runs(before, most.runs + 1)),
	);
	const runs = each.flat().sort((a, b) => b.at - a.at || (a.run < b.run ? 1 : -1));
	return { runs: runs.slice(0, most.runs), more: runs.length > most.runs };
};

export const makeToken = async (
	env: Env,
	by: SignedIn,
	client: string,
	machine: string,
): Promise<Answer<{ token: string; expires: number; url: string }>> => {
	const made = await objectOf(env.CLIENT, client).makeKey(by, machine);
	return made.ok ? { ...made, url: settings(env).PUBLIC_URL.replace(/\/+$/, "") } : made;
};
