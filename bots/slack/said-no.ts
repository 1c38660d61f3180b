// What Slack said no to, as its client throws it.
import { z } from "zod";

const PlatformError = z.looseObject({
	code: z.literal("slack_webapi_platform_error"),
	data: z.looseObject({ error: z.string() }),
});

/** Slack's own word, such as `expired_trigger_id`; null: something else was thrown. */
export const saidNo = (error: unknown): string | null =>
	PlatformError.safeParse(error).data?.data.error ?? null;
