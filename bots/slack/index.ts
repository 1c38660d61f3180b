// The Slack bot: one address for everything that Slack sends.
import type { ViewSubmitAction } from "@slack/bolt";
import {
	actions,
	choices,
	dialogs,
	linkAction,
	menuAction,
	startShortcut,
	turns,
} from "../../cards/model/actions.ts";
import { limits } from "../../cards/model/limits.ts";
import { command } from "../../words/begin.ts";
import { refusalText } from "../../words/refusals.ts";
import type { Backend } from "../backend.ts";
import { respond } from "./answer.ts";
import { sayInstead, type ViewAnswer } from "./dialogs/submission.ts";
import { onButton, onMenu, onUnknown } from "./handle/buttons.ts";
import { onCommand } from "./handle/command.ts";
import { onDialog, onUnknownDialog, suggestEndpoints } from "./handle/dialogs.ts";
import { guarded } from "./handle/guard.ts";
import { onHome } from "./handle/home.ts";
import { onMention } from "./handle/mention.ts";
import { recordMessage } from "./handle/messages.ts";
import { onShortcut } from "./handle/shortcut.ts";
import { onTurn } from "./handle/turns.ts";
import { recordHappening } from "./handle/workspace-events.ts";
import type { Kit } from "./kit.ts";
import { isMention, isMessage } from "./read/events.ts";
import { installationOf, pressOf } from "./read/payload.ts";
import { type BoltApp, boltApp, process, retryOf, slackClient } from "./verify/app.ts";
import { type Body, receive } from "./verify/receive.ts";
import { slackApi } from "./web-api.ts";

export type SlackOptions = {
	backend: Backend;
	signingSecret: string;
	/** The address of the Web API; default: Slack's own. */
	apiUrl?: string | undefined;
	/** The bot's token of an installation; null: none. `enterprise` only if it is for a whole organisation. */
	token(team: {
		team: string;
		enterprise: string | null;
		/** The organisation that it belongs to; null: not told. */
		organisation: string | null;
	}): Promise<string | null>;
	now(): number;
	/** Logs a bug and returns the id that the person sees. */
	log(error: unknown): string;
};

type Ack = (...nothing: never[]) => Promise<void>;
type Context = { waitUntil(work: Promise<unknown>): void };

export type Slack = { handle(request: Request, ctx: Context): Promise<Response> };

export const createSlack = (options: SlackOptions): Slack => {
	const { backend, now, log } = options;
	const apiUrl = (options.apiUrl ?? slackApi).replace(/\/$/, "");
	const kits = new Kits();
	const app = boltApp((body) => kits.of(body).token, apiUrl, log);
	listen(app, kits);
	return {
		handle: async (request, ctx) => {
			const received = await receive(request, options.signingSecret, now());
			if (!received.ok) return received.response;
			const { body } = received;
			const happening = await recordHappening(backend, body, log);
			if (happening) return happening;
			const at = installationOf(body);
			const token =
				at &&
				(await options.token({
					team: at.team,
					enterprise: at.orgWide ? at.enterprise : null,
					organisation: at.vouched,
				}));
			if (!token) return unbound(body, ctx);
			const afterwards = (work: Promise<unknown>) => ctx.waitUntil(work.catch(log));
			// Made on demand: most of what Slack sends needs no call of its API.
			let client: ReturnType<typeof slackClient> | undefined;
			const web = () => (client ??= slackClient(token, apiUrl));
			const { inputText } = limits.slack;
			const kit: Kit = {
				backend,
				begin: command,
				confirms: true,
				inputText,
				web,
				token,
				apiUrl,
				now,
				log,
				afterwards,
			};
			if (isMessage(body)) return recordMessage(kit, body, retryOf(request.headers));
			if (isMention(body)) {
				// Bolt answers events before anyone has seen them.
				const wish = startWish(kit, body, onMention);
				afterwards(wish.work);
				await wish.answerable;
				return new Response("");
			}
			kits.keep(body, kit);
			return process(app, body, request.headers, ctx, log);
		},
	};
};

/** What a request's handlers get: Bolt hands them only the request's body. */
class Kits {
	readonly #all = new WeakMap<object, Kit>();
	keep(body: Body, kit: Kit): void {
		this.#all.set(body, kit);
	}
	of(body: object): Kit {
		const kit = this.#all.get(body);
		if (!kit) throw new Error("a body that was not received");
		return kit;
	}
}

type Wishing = (kit: Kit, body: unknown, answer: () => Promise<void>) => Promise<void>;

/** Begins the work on a wish for a session; `answerable` when Slack can be answered: it is on the disk, or time is up. */
const startWish = (
	kit: Kit,
	body: unknown,
	work: Wishing,
): { answerable: Promise<void>; work: Promise<void> } => {
	const { promise, resolve } = Promise.withResolvers<void>();
	const answer = () => {
		resolve();
		return othersAnswered();
	};
	unanswered++;
	const working = guarded(kit, body, () => work(kit, body, answer));
	const answerable = Promise.race([promise, working, patience()]).finally(() => unanswered--);
	return { answerable, work: working };
};

const listen = (app: BoltApp, kits: Kits): void => {
	// Answered first; the work goes on.
	const then =
		(work: (kit: Kit, body: unknown) => Promise<void>) =>
		async ({ body, ack }: { body: object; ack?: Ack | undefined }) => {
			await ack?.();
			const kit = kits.of(body);
			await guarded(kit, body, () => work(kit, body));
		};
	// A wish for a session is not delivered again: it is answered once it can't be lost any more.
	const oncePersisted =
		(work: Wishing) =>
		async ({ body, ack }: { body: object; ack: () => Promise<void> }) => {
			const wish = startWish(kits.of(body), body, work);
			await wish.answerable;
			await ack();
			await wish.work;
		};
	app.command(command, oncePersisted(onCommand));
	app.shortcut(startShortcut, oncePersisted(onShortcut));
	app.event("app_home_opened", then(onHome));
	for (const action of Object.values(actions)) app.action(action, then(onButton));
	app.action(menuAction, then(onMenu));
	for (const turn of Object.values(turns)) app.action(turn, then(onTurn));
	for (const quiet of [...Object.values(choices), linkAction]) app.action(quiet, async ({ ack }) => ack());
	app.action(
		othersThan([
			...[...Object.values(actions), menuAction, ...Object.values(choices), linkAction],
			...Object.values(turns),
		]),
		then((kit, body) => onUnknown(kit, body, pressOf(body).action)),
	);
	app.shortcut(
		othersThan([startShortcut]),
		then((kit, body) => onUnknown(kit, body, "shortcut")),
	);
	app.options(choices.endpoints, async ({ body, ack }) => ack(await suggestEndpoints(kits.of(body), body)));
	for (const dialog of Object.values(dialogs))
		app.view<ViewSubmitAction>(dialog, async ({ body, ack }) =>
			ack(await answering(kits.of(body), body, onDialog(dialog))),
		);
	app.view<ViewSubmitAction>(othersThan(Object.values(dialogs)), async ({ body, ack }) =>
		ack(await answering(kits.of(body), body, onUnknownDialog)),
	);
};

/** Wishes in this isolate that Slack still waits to hear of. */
let unanswered = 0;

/**
 * Slack waits three seconds for an answer, no matter when the work begins. So everything that came at the same moment is
 * answered before the work on any of it takes the thread. Half a second at most.
 */
const othersAnswered = async (): Promise<void> => {
	for (let turn = 0; turn === 0 || (unanswered > 0 && turn < 20); turn++)
		await new Promise((resolve) => setTimeout(resolve, 25));
};

/** Slack gives an answer three seconds; the work of a late one goes on anyway. */
const patience = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2_500));

const othersThan = (known: string[]): RegExp => new RegExp(`^(?!(?:${known.join("|")})$)`);

/** A dialog's answer is its outcome. */
const answering = (kit: Kit, body: unknown, work: ReturnType<typeof onDialog>): Promise<ViewAnswer> =>
	work(kit, body).catch((error: unknown) => sayInstead({ code: "broken", errorId: kit.log(error) }));

/** A workspace that isn't ours: nothing happens, and the person learns why, if possible. */
const unbound = (body: Body, ctx: Context): Response => {
	const text = refusalText({ code: "not-bound" });
	if (body.command !== undefined) return Response.json({ response_type: "ephemeral", text });
	if (typeof body.response_url === "string")
		ctx.waitUntil(respond(body.response_url, { response_type: "ephemeral", text, blocks: [] }));
	return new Response("");
};
