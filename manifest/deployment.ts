// What both platforms learn about the app: names, addresses, purpose.
import { z } from "zod";

/** An address as people type it. */
const Url = z
	.string()
	.transform((text) => (URL.canParse(text) ? new URL(text) : null))
	.refine((url): url is URL => url !== null, "isn't an address")
	.refine((url) => url?.protocol === "https:", "must begin with https://")
	.refine(
		(url) => url !== null && url.username === "" && url.search === "" && url.hash === "",
		"must be a plain address, without user, question mark or #",
	);

export const Deployment = z.object({
	/** The app's name in chat. Teams allows 30 characters, Slack 35. */
	name: z.string().trim().min(1, "is empty").max(30, "has more than 30 characters"),
	/** The Worker's PUBLIC_URL, without a slash at its end. */
	url: Url.refine(
		(url) => url?.pathname === "/",
		"must be the Worker's address, with nothing after the host",
	).transform(({ origin }) => origin),
	teams: z
		.object({
			/** The bot's app id (client id) in Entra. */
			appId: z.guid("isn't an id such as 00000000-0000-4000-8000-000000000000"),
			/** Rises with each change, so that Teams accepts the package as newer. */
			version: z.string().regex(/^[1-9]\d{0,3}\.\d{1,4}\.\d{1,4}$/, "isn't a version such as 1.0.1"),
			/** Who serves the client: the MSP. */
			company: z.string().trim().min(1, "is empty").max(32, "has more than 32 characters"),
			website: Url.transform(String),
			privacy: Url.transform(String),
			terms: Url.transform(String),
			/** Asks for permission to hear messages without a mention. */
			readChannelMessages: z.boolean(),
		})
		.nullable(),
});
export type Deployment = z.infer<typeof Deployment>;
export type TeamsDeployment = Deployment & { teams: NonNullable<Deployment["teams"]> };

export const words = {
	/** At most 80 characters. */
	brief: "Runs a command on your computers only after your admin approves exactly that one",
	long: "Ask for a change on one of your computers. A technician answers with the exact command. Your admin sees exactly that command and approves or denies it. A small program on the computer runs it once. A transcript that you can open and search keeps everything that people asked, saw and approved, and everything the command printed.",
	/** On a message. */
	start: { title: "Start a Caisey session", what: "Makes this message the first entry of a session" },
	colour: "#1f2937",
} as const;
