// `reindex`: has everything that a client's sessions say and printed read into the search again.
import { ReindexResponse } from "../protocol/setup.ts";
import { askOwnerApi, ownerAccess } from "./owner.ts";

export const reindex = async (
	client: string,
	options: { url?: string },
	env: NodeJS.ProcessEnv,
): Promise<{ ok: boolean; lines: string[] }> => {
	const { url, ownerToken, problems } = ownerAccess(options, env);
	if (problems.length > 0) return { ok: false, lines: problems };
	const ask = (after: ReindexResponse["next"]) =>
		askOwnerApi(url, ownerToken, "/admin/reindex", { client, after }, ReindexResponse);
	let answer = await ask(null);
	let sessions = 0;
	for (; answer.ok; answer = await ask(answer.response.next)) {
		sessions += answer.response.sessions;
		if (answer.response.next === null) return { ok: true, lines: [taken(client, sessions)] };
	}
	return { ok: false, lines: answer.problems };
};

const taken = (client: string, sessions: number): string =>
	`${sessions} ${sessions === 1 ? "session" : "sessions"} of ${client} will be read again. The search page says what it still misses.`;
