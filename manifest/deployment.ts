// The one source of what both platforms are told: names, addresses, and what the app is for.
import { z } from "zod";

/** An address as people type it: of the Worker, nothing behind its host. */
const Url = z
	.string()
	.transform((text) => (URL.canParse(text) ? new URL(text) : null))
	.refine((url): url is URL => url !== null, "is not an address")
	.refine((url) => url?.protocol === "https:", "must begin with https://")
	.refine(
		(url) => url !== null && url.username === "" && url.search === "" && url.hash === "",
		"must be an address alone: no user, no question mark, no #",
	);

export const Deployment = z.object({
	/** The app's name in chat. Teams allows 30 characters, Slack 35. */
	name: z.string().trim().min(1, "is empty").max(30, "has more than 30 characters"),
	/** The Worker's PUBLIC_URL, without a slash at its end. */
	url: Url.refine(
		(url) => url?.pathname === "/",
		"must be the Worker's address, with nothing behind the host",
	).transform(({ origin }) => origin),
	teams: z
		.object({
			/** The bot's app id (client id) in Entra. */
			appId: z.guid("is no id such as 00000000-0000-4000-8000-000000000000"),
			/** Counted up with each change, so that Teams takes the package as a newer one. */
			version: z.string().regex(/^[1-9]\d{0,3}\.\d{1,4}\.\d{1,4}$/, "is no version such as 1.0.1"),
			/** Who serves the client: the MSP. */
			company: z.string().trim().min(1, "is empty").max(32, "has more than 32 characters"),
			website: Url.transform(String),
			privacy: Url.transform(String),
			terms: Url.transform(String),
			/** Asks for the permission to read what is said without a mention. */
			readChannelMessages: z.boolean(),
		})
		.nullable(),
});
export type Deployment = z.infer<typeof Deployment>;
export type TeamsDeployment = Deployment & { teams: NonNullable<Deployment["teams"]> };

export const words = {
	/** At most 80 characters. */
	brief: "Runs a command on your computers only after your admin approved exactly that one",
	long: "Ask for what should change on one of your computers. A technician answers with the exact command, your admin sees exactly that command and approves or denies it, and a small program on the computer runs it once. Everything that was asked, shown, approved and printed stands in a transcript that you can open and search.",
	/** On a message. */
	start: { title: "Start a Caisey session", what: "Makes this message the first entry of a session" },
	colour: "#1f2937",
} as const;
