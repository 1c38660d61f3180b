// What every handler for Slack gets.
import type { webApi } from "@slack/bolt";
import type { Hands } from "../handlers/reply.ts";

export type Kit = Hands & {
	/** Slack's Web API, with this installation's token. */
	web(): webApi.WebClient;
	token: string;
	/** The Web API's address, without the last slash. */
	apiUrl: string;
	/** Goes on with something after the answer; what it throws is logged. */
	afterwards(work: Promise<unknown>): void;
};
