// Programs that read, cmd's own commands, and what runs code of its own.
import { effect } from "../../effect.ts";
import { namesProducts, onFile, onProducts } from "../../places.ts";
import { always, parsed, type Rule, reading, running, textOf, unknown, unseen, whole } from "../rules.ts";

/** `wmic` reads with `get` and `list`; `call`, `create`, `delete` and `set` act. */
const wmic: Rule = (words, context, name) => {
	const texts = words.map((word) => (word.constant ? word.text.toLowerCase() : ""));
	const method = texts[texts.indexOf("call") + 1] ?? "";
	if (texts.includes("call"))
		return called.get(method)?.(words, context, name) ?? unknown(words, context, name);
	const acts = texts.some(
		(text) =>
			text === "" ||
			/^(?:create|delete|set|assoc)$/.test(text) ||
			/^[/-](?!(?:value|all|every:\d+|repeat:\d+|namespace:[\w\\/]+)$)/.test(text),
	);
	if (acts || !texts.some((text) => /^(?:get|list)$/.test(text))) return unknown(words, context, name);
	return texts.some((text) => text === "product" || namesProducts(text)) ? onProducts() : [];
};
const called = new Map<string, Rule>([
	["uninstall", whole("software-removal")],
	["terminate", whole("process")],
	["create", unseen],
	["reboot", always("restart")],
	["win32shutdown", always("shutdown")],
	["stopservice", whole("service-stop")],
	["startservice", whole("service-start")],
]);

const start: Rule = (words, context, name) => {
	const rest = words.filter(
		({ text, constant }) => !(constant && /^\/(?:b|min|max|wait|low|normal|high|i|d.*)$/i.test(text)),
	);
	const [head, ...more] = rest;
	const command = head && /^$|^[^.\\/]*\s/.test(head.text) ? more : rest;
	return command.length === 0 ? unknown(words, context, name) : context.inner(command);
};

const call: Rule = (words, context, name) => {
	const [head, ...more] = words;
	if (head === undefined) return unknown(words, context, name);
	if (head.text.startsWith(":")) return more.length === 0 ? [] : unknown(words, context, name);
	return context.inner([head, ...more]);
};

/** `set NAME=value`; `set` and `set NAME` print. */
const set: Rule = (words, context, name) => {
	const text = words.map(textOf).join(" ");
	const [before = ""] = text.split("=");
	// Its name, or that it has one, is known only while it runs; or it sets several.
	if (
		/^[/-](?!(?:a|p)\s)|^\/a.*,/i.test(text) ||
		(words.some(({ constant }) => !constant) && /[%!^]|^\/a/i.test(before))
	)
		return unknown(words, context, name);
	if (/^\/a\b/i.test(text)) return context.assigned([/^\/a\s+"?(\w+)/i.exec(text)?.[1] ?? ""]);
	const [, variable] = /^(?:\/p\s+)?"?([^=]+)=/i.exec(text) ?? [];
	return variable === undefined ? [] : context.assigned([variable.trim()]);
};

export const readers: [names: string, rule: Rule][] = [
	[
		"dir type echo cls ver vol rem title cd chdir pushd popd prompt color pause setlocal endlocal goto exit break verify",
		reading,
	],
	["find findstr fc comp where whoami tree more hostname getmac systeminfo driverquery", reading],
	["tasklist quser query qwinsta qprocess netstat sigverif dsquery dsget choice timeout chcp help", reading],
	[
		"ping nslookup tracert pathping",
		(words) => (words.every(({ constant }) => constant) ? [] : [effect("send", words.map(textOf).join(" "))]),
	],
	[
		"sort",
		parsed(
			"/o /output",
			({ values }) =>
				["/o", "/output"].flatMap((one) => (values.has(one) ? onFile("write", values.get(one) ?? null) : [])),
			"/r /rec /l /locale /unique",
		),
	],
	// `-R` and `-r` differ: one loads names anew, the other lists them.
	[
		"nbtstat",
		(words, context, name) =>
			words.every(
				({ text, constant }) => constant && /^(?:[/-][aAcnrsS]|\w[\w.-]*)$/.test(text) && !/^-R/.test(text),
			)
				? []
				: unknown(words, context, name),
	],
	["set", set],
	[
		"regsvr32 rundll32 mshta cscript wscript powershell_ise msbuild installutil regasm regsvcs odbcconf forfiles for if",
		unseen,
	],
	["diskpart", unseen],
	["powershell pwsh cmd bash wsl python py node", running],
	["wmic", wmic],
	["runas psexec psexec64 paexec", unseen],
	["start", start],
	["call", call],
	["appwiz.cpl ncpa.cpl notepad taskmgr services.msc calc winver", reading],
	["explorer mmc write", (words, context, name) => (words.length === 0 ? [] : unknown(words, context, name))],
];
