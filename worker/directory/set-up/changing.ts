// Changes of the set-up that an owner of the MSP makes in the console: judged, shown and written by the rules of an apply.
import { may } from "../../../domain/authority.ts";
import type { Setup } from "../../../protocol/setup.ts";
import type { Changed, ChangeRequest } from "../../contracts/values/set-up.ts";
import type { Core } from "../core.ts";
import { belonging } from "../signing-in/belonging.ts";
import { announcement } from "./announcing.ts";
import { applied, staleText } from "./applying.ts";
import { channelNames } from "./channel-names.ts";
import { edited } from "./editing.ts";

/** Without `confirmed` it only says what would change. Of a client's own warnings, as the change can't cause others'. */
export const change = async (core: Core, asked: ChangeRequest): Promise<Changed> => {
	const { by, client: id, edit, confirmed } = asked;
	const { setup: before, revision } = core.setUp.stored();
	const { staff } = belonging(before, core.people.keyOf(by.person), core.people.clientId);
	if (!may("change the set-up", staff))
		return noted(core, asked, { ok: false, why: "not-an-owner", errors: [] });
	const found = clientOf(core, before, id);
	if (!found) return { ok: false, why: "no-client", errors: [] };
	if (confirmed && confirmed.revision !== revision) return { ok: false, why: "stale", errors: [staleText] };
	const [key, client] = found;
	const setup = edited(before, key, client, edit);
	// Before the transaction: a workspace may have to be asked. It is judged by the revision then.
	const names = await channelNames(core.env, before, setup);
	const request = {
		setup,
		tokens: {},
		dryRun: confirmed === null,
		reissue: [],
		vouched: confirmed?.vouched ?? [],
	};
	const done = await applied(core, { ...request, revision, by: "" }, { name: by.name, person: by.person });
	if (!done.ok) return { ok: false, why: done.stale ? "stale" : "errors", errors: done.errors };
	const { response } = done;
	// Someone applied a file meanwhile: these changes would undo that.
	if (!confirmed && response.revision !== revision) return { ok: false, why: "stale", errors: [staleText] };
	// Who asks for it doesn't confirm it.
	const waitsFor = (core.inForceAt.of(id)?.confirmers ?? []).filter((one) => one !== by.name);
	const told = announcement(key, before, setup, names, waitsFor);
	const heard = told.changes.length + told.waiting.length > 0;
	return {
		ok: true,
		revision: response.revision,
		changes: response.changes,
		vouch: response.vouch,
		proposed: response.proposed.filter((one) => one.client === key),
		warnings: response.warnings.filter((one) => isOf(one, key) || done.unfinished === one),
		told: { ...told, channels: heard ? told.channels : [] },
	};
};

/** Whether a warning is of this client. */
export const isOf = (warning: string, client: string): boolean =>
	warning.startsWith(`client ${client} `) || warning.startsWith(`client ${client}: `);

/** A client by its id, with its name in the file. */
export const clientOf = (
	core: Pick<Core, "people">,
	{ clients }: Setup,
	id: string,
): [string, Setup["clients"][string]] | null =>
	Object.entries(clients).find(([key, { jurisdiction }]) => core.people.clientId(key, jurisdiction) === id) ??
	null;

/** A refusal, in the deployment's log. */
const noted = (core: Core, { by, client, edit }: ChangeRequest, refused: Changed): Changed => {
	const { name: who, person } = by;
	core.log.keep({
		kind: "refused",
		who,
		person,
		what: "change the set-up",
		detail: `${edit.edit} at ${client}`,
	});
	return refused;
};
