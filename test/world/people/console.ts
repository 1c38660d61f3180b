// A browser's part of the product without a browser: the personal link, its button, and what the pages give.
import { setImmediate as turn } from "node:timers/promises";
import type { ClientMessage } from "../../../local/slack/people/wire.ts";
import type { World } from "../world.ts";
import { hasButton, linksOf, type Person } from "./chat.ts";

/** Presses [Full transcript]; resolves with the link that only this person is shown. */
export const personalLink = async (person: Person, message: ClientMessage): Promise<string> => {
	// As it is now, or will be: a card gets this button by an edit, and edits are paced.
	const [shown, current] = await person.until("[Full transcript]", ({ messages }) => {
		const now = messages.find((one) => one.channel === message.channel && one.ts === message.ts);
		return now && hasButton(now, "Full transcript") && ([messages, now] as const);
	});
	const before = new Set(shown.flatMap(linksOf));
	await person.press(current, "Full transcript");
	return person.until("a personal link", ({ messages }) =>
		messages
			.filter(({ onlyYou }) => onlyYou)
			.flatMap(linksOf)
			.find((url) => url.includes("/sign-in/") && !before.has(url)),
	);
};

/** Presses [Full transcript] on a message, opens the private link and its button; what then can be read of that session. */
export const signIn = async (world: World, person: Person, message: ClientMessage) =>
	signInAt(world, await personalLink(person, message));

/** Opens a private link and its button; what then can be read of that session. */
export const signInAt = async (world: Pick<World, "workerUrl">, link: string) => {
	const origin = new URL(world.workerUrl).origin;
	const response = await fetch(link, { method: "POST", redirect: "manual", headers: { origin } });
	const cookie = response.headers.get("set-cookie")?.split(";")[0];
	const path = response.headers.get("location");
	if (response.status !== 303 || !cookie || !path)
		throw new Error(`sign-in: ${response.status} ${await response.text()}`);
	const get = async (what: string, headers: Record<string, string> = {}) => {
		// After long work of a test, it hears first which connections the Worker has closed meanwhile.
		await turn();
		const found = await fetch(`${world.workerUrl}${path}${what && `/${what}`}`, {
			headers: { cookie, ...headers },
		});
		if (!found.ok) throw new Error(`${what}: ${found.status} ${await found.text()}`);
		return found;
	};
	/** Sends a form of the page, as its button does; resolves with the page's answer. */
	const post = (what: string, fields: [string, string][]) =>
		fetch(`${world.workerUrl}${path}/${what}`, {
			method: "POST",
			redirect: "manual",
			headers: { cookie, origin },
			body: new URLSearchParams(fields),
		});
	return {
		link,
		cookie,
		post,
		path,
		session: path.split("/").at(-1) as string,
		get,
		/** The id of the run of a plan's only step of this kind. */
		run: async (phase: "before" | "command" | "after"): Promise<string> => {
			const page = await (await get("")).text();
			const found = page.match(new RegExp(`id="(r_[gef][0-9a-z]{16})"[^>]*data-phase="${phase}"`))?.[1];
			if (!found) throw new Error(`the page has no run of the step ${phase}`);
			return found;
		},
		text: async (what: string) => (await get(what)).text(),
		json: async <T>(what: string) => (await (await get(what)).json()) as T,
	};
};
export type Reader = Awaited<ReturnType<typeof signIn>>;
