// Text objects. Shows plain text as it is, and reads mrkdwn as Slack does. (The Block Kit renderer reads plain text as
// markdown too, and changes `*` within code: here the exact text matters.)
import type { ReactNode } from "react";
import { type Slack, useShared } from "./slack.ts";
import { nameOf, unescaped } from "./words.ts";

export type TextObject = { type: string; text: string };

export const Text = ({ of }: { of: TextObject | undefined }) => {
	const { slack } = useShared();
	if (!of) return null;
	return <span className="text">{of.type === "mrkdwn" ? mrkdwn(of.text, slack) : emojified(of.text)}</span>;
};

/** Only what leads to the web is a link. */
export const SafeLink = ({ href, children }: { href: string; children: ReactNode }) =>
	/^https?:\/\//i.test(href) ? (
		<a href={href} target="_blank" rel="noreferrer noopener">
			{children}
		</a>
	) : (
		<span>{children}</span>
	);

type Rule = { pattern: RegExp; show(match: RegExpExecArray, slack: Slack): ReactNode };

const styled = (mark: string, Tag: "strong" | "em" | "s"): Rule => ({
	pattern: new RegExp(`(?<![\\w${mark}])\\${mark}(?=\\S)([^${mark}\\n]*?\\S)\\${mark}(?![\\w${mark}])`),
	show: ([, inner = ""], slack) => <Tag>{mrkdwn(inner, slack)}</Tag>,
});

const rules: Rule[] = [
	{
		pattern: /```\n?([\s\S]+?)\n?```/,
		show: ([, code = ""]) => <pre>{unescaped(code)}</pre>,
	},
	{ pattern: /`([^`\n]+)`/, show: ([, code = ""]) => <code>{unescaped(code)}</code> },
	{
		pattern: /<([^<>|]+)(?:\|([^<>]*))?>/,
		show: ([, target = "", shown], slack) => angled(target, shown, slack),
	},
	styled("*", "strong"),
	styled("_", "em"),
	styled("~", "s"),
	{
		pattern: /(?<=^|\n)&gt; ?(.*)\n?/,
		show: ([, quoted = ""], slack) => <blockquote>{mrkdwn(quoted, slack)}</blockquote>,
	},
];

const angled = (target: string, shown: string | undefined, slack: Slack): ReactNode => {
	if (target.startsWith("@"))
		return <Mention me={target.slice(1) === slack.me}>@{nameOf(slack, target.slice(1))}</Mention>;
	if (target.startsWith("#")) {
		return (
			<Mention me={false}>#{shown || (slack.channels.get(target.slice(1))?.name ?? target.slice(1))}</Mention>
		);
	}
	if (target.startsWith("!date^")) return dated(target, shown ?? "");
	if (target.startsWith("!")) return <Mention me>@{target.slice(1)}</Mention>;
	return <SafeLink href={unescaped(target)}>{unescaped(shown ?? target)}</SafeLink>;
};

export const Mention = ({ me, children }: { me: boolean; children: ReactNode }) => (
	<span className={me ? "mention me" : "mention"}>{children}</span>
);

/** The text with the rules applied; what none of them matches is text. */
export const mrkdwn = (text: string, slack: Slack): ReactNode => {
	const first = rules
		.map((rule) => ({ rule, match: rule.pattern.exec(text) }))
		.filter((hit): hit is { rule: Rule; match: RegExpExecArray } => hit.match !== null)
		.sort((a, b) => a.match.index - b.match.index)[0];
	if (!first) return emojified(unescaped(text));
	const { rule, match } = first;
	return (
		<>
			{emojified(unescaped(text.slice(0, match.index)))}
			{rule.show(match, slack)}
			{mrkdwn(text.slice(match.index + match[0].length), slack)}
		</>
	);
};

const emoji: Record<string, string> = {
	smile: "😄",
	thumbsup: "👍",
	"+1": "👍",
	"-1": "👎",
	white_check_mark: "✅",
	eyes: "👀",
	tada: "🎉",
	warning: "⚠️",
	x: "❌",
	heart: "❤️",
	wave: "👋",
	pray: "🙏",
	rocket: "🚀",
	fire: "🔥",
	thinking_face: "🤔",
	lock: "🔒",
	hourglass_flowing_sand: "⏳",
	large_green_circle: "🟢",
	red_circle: "🔴",
	white_circle: "⚪",
	computer: "💻",
};
const emojified = (text: string): string =>
	text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => emoji[name] ?? whole);

const dated = (target: string, fallback: string): string => {
	const [, seconds = "", format = ""] = target.split("^");
	return formatDate(Number(seconds), format) || fallback;
};

/** Slack's date tokens, in the reader's own time zone. */
export const formatDate = (seconds: number, format: string): string => {
	if (!Number.isFinite(seconds)) return "";
	const at = new Date(seconds * 1000);
	const day = (options: Intl.DateTimeFormatOptions) => at.toLocaleDateString([], options);
	const pretty = (long: string) => relativeDay(at) ?? long;
	const long = day({ month: "long", day: "numeric", year: "numeric" });
	const short = day({ month: "short", day: "numeric", year: "numeric" });
	const longest = day({ weekday: "long", month: "long", day: "numeric", year: "numeric" });
	const tokens: Record<string, string> = {
		date_num: at.toISOString().slice(0, 10),
		date: long,
		date_short: short,
		date_long: longest,
		date_pretty: pretty(long),
		date_short_pretty: pretty(short),
		date_long_pretty: pretty(longest),
		time: at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false }),
		time_secs: at.toLocaleTimeString([], { hour12: false }),
		ago: `${Math.max(0, Math.round((Date.now() - at.getTime()) / 60_000))} minutes ago`,
	};
	return format.replace(/\{(\w+)\}/g, (whole, name) => tokens[name] ?? whole);
};

const relativeDay = (at: Date): string | undefined => {
	const midnight = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
	const days = Math.round((midnight(at) - midnight(new Date())) / 86_400_000);
	return days === 0 ? "today" : days === -1 ? "yesterday" : days === 1 ? "tomorrow" : undefined;
};
