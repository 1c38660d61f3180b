// Events about the workspace itself: it loses the app or its token, a channel gets another id, or Slack drops events.
import { z } from "zod";
import type { Backend } from "../../backend.ts";
import { Id, installationOf, workspaceOf } from "../read/payload.ts";

const Happening = z.looseObject({
	type: z.literal("event_callback"),
	/** Seconds since 1970. */
	event_time: z.int(),
	event: z.discriminatedUnion("type", [
		z.looseObject({ type: z.literal("app_uninstalled") }),
		// Slack reports users' tokens too; we have none. https://docs.slack.dev/reference/events/tokens_revoked
		z.looseObject({
			type: z.literal("tokens_revoked"),
			tokens: z.looseObject({ bot: z.array(z.string()).nullish() }),
		}),
		z.looseObject({ type: z.literal("channel_id_changed"), old_channel_id: Id, new_channel_id: Id }),
	]),
});
type Happening = z.infer<typeof Happening>;

/** Once for each minute in which events were dropped, in seconds since 1970; Slack tells every such app.
 * https://docs.slack.dev/reference/events/app_rate_limited */
const RateLimited = z.looseObject({ type: z.literal("app_rate_limited"), minute_rate_limited: z.int() });

/** Null if it is something else. Answered once it is stored; what could not be is answered with 500, so that Slack
 * delivers it again. Needs no token: Slack tells of these in any order. */
export const recordHappening = async (
	backend: Pick<Backend, "left" | "moved" | "dropped">,
	body: unknown,
	log: (error: unknown) => string,
): Promise<Response | null> => {
	const happening = z.union([Happening, RateLimited]).safeParse(body);
	const at = installationOf(body);
	if (!happening.success || !at) return null;
	const workspace = workspaceOf(at);
	try {
		if (happening.data.type === "event_callback") await record(backend, workspace, happening.data);
		else await backend.dropped({ workspace, from: happening.data.minute_rate_limited * 1000 });
		return new Response("");
	} catch (error) {
		log(error);
		return new Response("not stored", { status: 500 });
	}
};

const record = async (
	backend: Pick<Backend, "left" | "moved">,
	workspace: string,
	{ event, event_time }: Happening,
): Promise<void> => {
	// Whole seconds: as late as it can have been.
	const at = event_time * 1000 + 999;
	if (event.type === "app_uninstalled") await backend.left({ workspace, at, because: "app uninstalled" });
	if (event.type === "tokens_revoked" && event.tokens.bot?.length)
		await backend.left({ workspace, at, because: "token revoked" });
	if (event.type === "channel_id_changed")
		await backend.moved({ workspace, from: event.old_channel_id, to: event.new_channel_id, at });
};
