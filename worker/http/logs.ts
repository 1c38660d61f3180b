// The audit logs that someone may read, together: each client's own, and the deployment's.
import type { Audited, ConsoleOptions } from "../../console/options.ts";
import { may } from "../../domain/authority.ts";
import type { AuditCursor, AuditFilter } from "../../protocol/read/audit.ts";
import { directoryOf, objectOf } from "../durable/places.ts";
import type { Env } from "../env.ts";
import { keep, type Log } from "./audit.ts";
import { signInOf } from "./signing-in/browser.ts";

const deployment = { id: "deployment", name: "This deployment" };

/** Judged by the person's roles now. */
export const auditLogs = async (env: Env, person: string): Promise<{ id: string; name: string }[]> => {
	const directory = directoryOf(env.DIRECTORY);
	const [{ staff }, members] = await Promise.all([
		directory.belonging(person),
		directory.memberships({ person }),
	]);
	const clients = await Promise.all(
		members.map(async ({ client }) => {
			const { name, people } = await objectOf(env.CLIENT, client).snapshot();
			const roles = people.find(({ id }) => id === person)?.roles ?? [];
			return may("audit", roles) ? [{ id: client, name }] : [];
		}),
	);
	const named = clients.flat().sort((a, b) => (a.name < b.name ? -1 : 1));
	return may("audit the deployment", staff) ? [...named, deployment] : named;
};

type Asked = { log: string | null; filter: AuditFilter; behind: AuditCursor | null; limit: number };

/** One page of these logs, newest first; of the same moment by log, then by number. */
export const audited = async (
	env: Env,
	judged: { id: string; name: string }[],
	{ log, filter, behind, limit }: Asked,
): Promise<Audited> => {
	const logs = judged.filter(({ id }) => log === null || id === log);
	const found = await Promise.all(
		logs.map(async (one) => {
			const kept = one.id === deployment.id ? directoryOf(env.DIRECTORY) : objectOf(env.CLIENT, one.id);
			return (await kept.auditedNewest(filter, one.id, behind, limit + 1)).map((row) => ({
				...row,
				log: one,
			}));
		}),
	);
	const all = found
		.flat()
		.sort((a, b) => b.at - a.at || (a.log.id < b.log.id ? -1 : a.log.id > b.log.id ? 1 : b.n - a.n));
	const entries = all.slice(0, limit);
	const last = entries.at(-1);
	return { entries, next: last && all.length > limit ? { at: last.at, log: last.log.id, n: last.n } : null };
};

/** What this Worker kept as done once: asked again, it needs no look at the log. */
const kept = new Set<string>();
const most = 10_000;

/** Of something that isn't about one session: where the person belongs, and at each client that a search went through. What is
 * searched for among several may be one's secret, so the others' logs don't have it. */
const logsOf = (person: string, clients: string[] = []): { log: Log; words: boolean }[] =>
	clients[0] !== undefined && clients.length === 1
		? [{ log: { client: clients[0] }, words: true }]
		: [{ log: { person }, words: true }, ...clients.map((client) => ({ log: { client }, words: false }))];

export const record: (env: Env, ...done: Parameters<ConsoleOptions["record"]>) => Promise<void> = async (
	env,
	request,
	me,
	{ kind, session, what, detail = "", once = false, clients },
) => {
	const of = detail && ` ${what} ${detail}`;
	const key = once ? `${kind} ${await signInOf(env, request)} ${session}${of}` : null;
	if (key !== null && kept.has(key)) return;
	const client = session === null ? null : await objectOf(env.SESSION, session).client();
	const { person, name: who } = me;
	const entry = { kind, who, person, what, detail, session, once: key };
	const logs = client === null ? logsOf(person, clients) : [{ log: { client }, words: true }];
	await Promise.all(logs.map(({ log, words }) => keep(env, log, words ? entry : { ...entry, detail: "" })));
	if (key === null) return;
	if (kept.size >= most) kept.clear();
	kept.add(key);
};
