// How the app comes into a workspace, leaves it, and is set up there.
import type { Installed } from "../../../bots/slack/install/install.ts";
import type { SetUp, WorkspaceStatus } from "../../contracts/workspace.ts";
import type { Env } from "../../env.ts";
import { seal, unseal } from "../../keys/crypto.ts";
import { audit, type Core, isThere } from "../core.ts";
import { isBack, tellGone } from "../posting/telling.ts";
import { digestOf, type SealedToken } from "./installation.ts";

/** Sets whether the set-up file names this workspace, which channels are whose, which is the MSP's desk, and the bot's
 * token (kept encrypted) if the file gives one. */
export const configure = async (
	core: Core,
	id: string,
	{ listed, token, bound, desks }: SetUp,
): Promise<void> => {
	const sealed = token === null ? null : await sealToken(core.env, id, token);
	core.change(() => {
		core.installation.known(id);
		core.installation.list(listed);
		if (sealed && core.installation.given(sealed, Date.now())) isBack(core, Date.now());
		core.channels.bind(bound, desks);
		core.posts.retry();
		askNames(core);
	});
	core.go();
};

/** The app was installed, perhaps again: what waited is posted. The answer is how many channels are bound to a client. */
export const installed = async (core: Core, { workspace, name, by, token }: Installed): Promise<number> => {
	const sealed = await sealToken(core.env, workspace, token);
	const bound = core.change(() => {
		core.installation.known(workspace);
		core.installation.installed(sealed, { name, by }, Date.now());
		isBack(core, Date.now());
		core.posts.retry();
		askNames(core);
		const bound = core.channels.bound().length;
		audit(
			core,
			by,
			"installed",
			`${name}: ${bound === 0 ? "bound to no client" : `${bound} channels bound`}`,
		);
		return bound;
	});
	core.go();
	return bound;
};

/** Inside a transaction. */
const askNames = (core: Core): void => {
	core.names.askAgain();
	core.put("naming", "naming", { naming: "all" });
};

/** The app or its token was taken away at this time (ms): nothing is posted from now on, and nothing from there counts. */
export const left = (core: Core, at: number, because: string): void =>
	core.change(() => {
		if (!core.installation.left(because, at)) return;
		const waiting = core.posts.waiting();
		audit(core, "slack", because, `nothing can be posted or approved there; ${waiting} messages undelivered`);
		// Where the set-up file no longer lists it, nothing waits.
		if (core.installation.self()?.listed) tellGone(core, Date.now());
	});

/** The bot's token; null if the app is not installed, or the set-up file does not name the workspace. */
export const tokenOf = async ({ env, installation }: Core): Promise<string | null> => {
	const self = installation.self();
	return self?.token && self.listed ? unseal(env, `token ${self.id}`, self.token) : null;
};

export const status = (core: Core): WorkspaceStatus => {
	const self = core.installation.self();
	const [away, renamed] = [core.contacts.comings.away(), core.channels.renamed()];
	return {
		installed: isThere(core),
		name: self?.name ?? null,
		by: self?.installed_by ?? null,
		at: self?.installed_at ?? 0,
		left: self?.left_at ? { at: self.left_at, because: self.left_because ?? "" } : null,
		organisation: self?.organisation ?? null,
		channels: core.channels.bound().length,
		undelivered: core.posts.waiting(),
		away,
		renamed,
		names: known(core, [...away, ...renamed.map(({ from }) => from)]),
		namesRefused: core.channels.listed().some((channel) => core.names.isRefused(channel)),
	};
};

/** Asks nobody. */
const known = ({ names }: Core, places: string[]): Record<string, string> =>
	Object.fromEntries(
		places.flatMap((place) => {
			const name = names.ofTeam(place) ?? names.of(place);
			return name === null ? [] : [[place, name]];
		}),
	);

const sealToken = async (env: Env, id: string, token: string): Promise<SealedToken> => ({
	token: await seal(env, `token ${id}`, token),
	digest: digestOf(token),
});
