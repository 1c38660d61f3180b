// How people get into the console, and what “your sign-ins” lists.
import { z } from "zod";
import { Text } from "../bounds.ts";
import { Instant } from "../ids.ts";

/** Whose accounts sign people in. Teams' are Microsoft's. */
export const Provider = z.enum(["slack", "microsoft"]);
export type Provider = z.infer<typeof Provider>;

/** `link`: a personal link that the bot handed out. */
export const SignInWay = z.enum([...Provider.options, "link", "passkey"]);
export type SignInWay = z.infer<typeof SignInWay>;

/** A browser that is signed in. `id`: a hash, which signs no one in. */
export const SignIn = z.object({
	id: Text,
	way: SignInWay,
	/** Such as `Firefox on Windows`, as the browser says. */
	browser: Text,
	began: Instant,
	seen: Instant,
	expires: Instant,
});
export type SignIn = z.infer<typeof SignIn>;

/** A passkey, as its owner sees it. */
export const Passkey = z.object({
	id: Text,
	name: Text,
	created: Instant,
	used: Instant.nullable(),
	/** Whether its keeper copies it to the person's other devices. */
	synced: z.boolean(),
});
export type Passkey = z.infer<typeof Passkey>;
