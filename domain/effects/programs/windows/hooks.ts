// Where programs of Windows run a command beside what they are for, at once or later.
import { type Hook, words } from "../hooks.ts";

export const hooks: [names: string, hook: Hook][] = [
	["sc", words(/^(?:binpath|command)=/i)],
	["bitsadmin", words(/^[/-]setnotifycmdline/i)],
	["netsh", (given) => given.some(({ text }) => /^(?:helper|exec|-f)$/i.test(text))],
	["ftype", (given) => given.some(({ text }) => text.includes("="))],
	["control", (given) => given.some(({ text }) => /\.(?:cpl|dll)\b|[\\/]/i.test(text))],
	[
		"setx",
		(given) => given.some(({ text }) => /^(?:path|pathext|comspec|psmodulepath|\w*profiler\w*)$/i.test(text)),
	],
	["winget", words(/^--?(?:override|custom|manifest|m$)/i)],
];
