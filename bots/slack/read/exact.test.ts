import { expect, test } from "vitest";
import { random } from "../../../cards/testing/texts.ts";
import { exact, spoken } from "./exact.ts";

const text = (text: string, style?: object) => ({ type: "text", text, ...(style && { style }) });
const section = (...elements: object[]) => ({ type: "rich_text_section", elements });
const code = (...elements: object[]) => ({ type: "rich_text_preformatted", elements });
const mention = { type: "user", user_id: "U0CAISEY" };
const rich = (...parts: object[]) => ({
	text: "as Slack prettified it &lt;",
	blocks: [{ type: "rich_text", elements: parts }],
});
const command = (command: string) => ({ kind: "command", command });
const styled = { kind: "styled" };
const none = { kind: "none" };

test.each([
	["a line that starts with $", rich(section(text("$ ls -l"))), "ls -l"],
	["what is special in Slack's own text", rich(section(text("$ a < b && c > d | e"))), "a < b && c > d | e"],
	["after a mention", rich(section(mention, text(" $ ls"))), "ls"],
	["below some talk", rich(section(text("Let me look first:\n$ Get-Item *"))), "Get-Item *"],
	["below styled talk", rich(section(text("Careful", { bold: true }), text(" now:\n$ ls"))), "ls"],
	["several lines with $ each", rich(section(text("$ cd /tmp\n$ ls"))), "cd /tmp\nls"],
	["a prompt on each line, with empty lines", rich(section(text("$ a\n\n$ b\n"))), "a\n\nb\n"],
	["lines that follow", rich(section(text("$ cat <<EOF\n  a\nEOF"))), "cat <<EOF\n  a\nEOF"],
	["blanks as they are", rich(section(text("$ echo  a   b "))), "echo  a   b "],
	[
		"a code block alone",
		rich(code(text("if true; then\n\techo *a*\nfi\n"))),
		"if true; then\n\techo *a*\nfi\n",
	],
	["a code block after a mention", rich(section(mention, text("\n")), code(text("ls"))), "ls"],
	[
		"an address in code",
		rich(code(text("curl "), { type: "link", url: "https://a.example/?b=c&d" }, text(" -o x"))),
		"curl https://a.example/?b=c&d -o x",
	],
	[
		"a host in code",
		rich(code(text("ping "), { type: "link", url: "http://a.example", text: "a.example" })),
		"ping a.example",
	],
	[
		"a host that was typed, of which Slack made a link",
		rich(
			section(text("$ ping -c 2 "), { type: "link", url: "http://a.example", text: "a.example" }, text(" x")),
		),
		"ping -c 2 a.example x",
	],
	[
		"a host in capitals, of which a client's link has none",
		rich(section(text("$ ping "), { type: "link", url: "http://a.example", text: "A.Example" })),
		"ping A.Example",
	],
	[
		"a telephone number, of which a client made a link",
		rich(section(text("$ echo "), { type: "link", url: "tel:+49301234", text: "+49301234" })),
		"echo +49301234",
	],
	["a $ with a blank that breaks no line", rich(section(text("$\u00a0ls -l"))), "ls -l"],
	["a $ with a tab", rich(section(text("$\tls -l"))), "ls -l"],
	["a $ with a wide blank, as Japanese keyboards write it", rich(section(text("＄\u3000ls -l"))), "ls -l"],
	["a $ that was copied with what can't be seen", rich(section(text("\u200b$ ls -l"))), "ls -l"],
	[
		"an auto-linked address",
		rich(section(text("$ curl "), { type: "link", url: "https://a.example" })),
		"curl https://a.example",
	],
	[
		"an address with a slash that Slack added",
		rich(section(text("$ curl "), { type: "link", url: "https://a.example/", text: "https://a.example" })),
		"curl https://a.example",
	],
	[
		"an account that Slack took for an e-mail address",
		rich(section(text("$ ssh "), { type: "link", url: "mailto:tom@a.example", text: "tom@a.example" })),
		"ssh tom@a.example",
	],
])("the exact command: %s", (_, message, expected) => {
	expect(exact(message)).toEqual(command(expected));
});

test.each([
	[
		"a link that someone made, whose address isn't its text",
		rich(section(text("$ curl "), { type: "link", url: "https://b.example", text: "a.example" })),
	],
	[
		"a link in bold",
		rich(
			section(text("$ ping "), {
				type: "link",
				url: "http://a.example",
				text: "a.example",
				style: { bold: true },
			}),
		),
	],
	["an emoji", rich(section(text("$ echo "), { type: "emoji", name: "tada" }))],
	["bold, whose asterisks are gone", rich(section(text("$ ls "), text("a", { bold: true })))],
	["italics, whose underscores are gone", rich(section(text("$ echo "), text("x", { italic: true })))],
	["inline code, whose backticks are gone", rich(section(text("$ "), text("ls", { code: true })))],
	["a mention within", rich(section(text("$ echo "), mention))],
	["a channel within", rich(section(text("$ echo "), { type: "channel", channel_id: "C01" }))],
	["@here within", rich(section(text("$ echo "), { type: "broadcast", range: "here" }))],
	[
		"a list made of dashes",
		rich(section(text("$ cat <<EOF")), { type: "rich_text_list", elements: [section(text("a"))] }),
	],
	["a code block that follows", rich(section(text("$ bash -c ")), code(text("ls")))],
	["a style that Slack adds tomorrow", rich(section(text("$ ls", { glow: "blue" })))],
	["an emoji within a code block", rich(code(text("echo "), { type: "emoji", name: "tada" }))],
])("text that lost characters is not taken for a command: %s", (_, message) => {
	expect(exact(message)).toEqual(styled);
});

test.each([
	["talk", rich(section(text("I'll have a look")))],
	["a price", rich(section(text("costs $ 5 or so")))],
	[
		"a list of prices",
		rich({ type: "rich_text_list", elements: [section(text("$ 5 per seat")), section(text("$ 6"))] }),
	],
	["a dollar without a blank", rich(section(text("$HOME is wrong")))],
	["a mention with talk", rich(section(mention, text(" please look")))],
	["talk around a code block", rich(section(text("this is what it said:")), code(text("error 5")))],
	["a code block and talk after it", rich(code(text("error 5")), section(text("is what it said")))],
	["two code blocks", rich(code(text("a")), code(text("b")))],
	["inline code in talk", rich(section(text("run "), text("ls", { code: true })))],
	["a quote", rich({ type: "rich_text_quote", elements: [text("$ ls")] })],
	["nothing", rich()],
	["nothing at all", { text: "" }],
])("talk isn't a command: %s", (_, message) => {
	expect(exact(message)).toEqual(none);
});

test.each([
	["$ a &lt; b &amp;&amp; c &gt; d", command("a < b && c > d")],
	["<@U0CAISEY> $ ls", command("ls")],
	["$\u00a0ls", command("ls")],
	["```\nls &amp;&amp; pwd\n```", command("ls && pwd")],
	["<@U0CAISEY>\n```ls```", command("ls")],
	["$ echo &amp;lt;", command("echo &lt;")],
	["$ curl <https://a.example|a.example>", styled],
	["$ echo <@U01>", styled],
	["```curl <https://a.example>```", styled],
	["so be it", none],
	["see ```a``` and ```b```", none],
])("without blocks, the reader undoes Slack's escapes and refuses its links: %s", (message, expected) => {
	expect(exact({ text: message })).toEqual(expected);
});

const pieces = [
	..."ls |Get-ItemProperty |HKLM:\\SOFTWARE\\Vendor|C:\\Program Files\\x| -Value 0| && | || | > /dev/null| < in|<<EOF|\n|\t|  ".split(
		"|",
	),
	..."'|\"|`|$(id)|$env:PATH|*|_a_|~|*b*|:tada:|&lt;|&amp;|<!channel>|<@U01>|\\n|{}|[x]|#|@here|\\\\srv\\share|%PATH%|^&".split(
		"|",
	),
	..."é|日本語|👩‍👩‍👧|а|“x”|—|…|\u00a0|\u200b|\u202e|\r\n|;|!|=|+|,|.|/|?".split("|"),
	"|",
];

test("2,000 commands after a dollar come out character for character", () => {
	const next = random(42);
	for (let i = 0; i < 2_000; i++) {
		const words = Array.from(
			{ length: 1 + next() * 60 },
			() => pieces[Math.floor(next() * pieces.length)],
		).join("");
		expect(exact(rich(section(text(`$ ${words}`))))).toEqual(command(words));
	}
});

test("talk stays readable", () => {
	const message = rich(
		section(mention, text(" see "), { type: "link", url: "https://a.example", text: "this" }, text(" "), {
			type: "emoji",
			name: "tada",
		}),
		code(text("a < b")),
		{ type: "rich_text_list", elements: [section(text("one")), section(text("two"))] },
		{ type: "rich_text_quote", elements: [text("a\nb")] },
	);
	expect(spoken(message)).toBe(
		"@U0CAISEY see this (https://a.example) :tada:\na < b\n• one\n• two\n> a\n> b",
	);
	expect(spoken({ text: "a &lt; b &amp; c" })).toBe("a < b & c");
});

test.each([
	["a group of people", { type: "usergroup", usergroup_id: "S012" }, "@S012"],
	["a team", { type: "team", team_id: "T012" }, "@T012"],
	["a colour", { type: "color", value: "#1f2937" }, "#1f2937"],
	[
		"a date",
		{ type: "date", timestamp: 1705077667, format: "{date}", fallback: "Jan 12, 2024" },
		"Jan 12, 2024",
	],
	[
		"a date without words",
		{ type: "date", timestamp: 1705077667, format: "{date}" },
		"2024-01-12T16:41:07.000Z",
	],
])("%s that was said is kept", (_, element, said) => {
	expect(spoken(rich(section(text("see "), element)))).toBe(`see ${said}`);
});

test("talk beside an element whose fields Slack gives other types is kept", () => {
	const odd = {
		type: "tomorrow",
		timestamp: "soon",
		value: 7,
		team_id: null,
		usergroup_id: {},
		fallback: [],
	};
	expect(spoken(rich(section(text("see "), odd, text("this"))))).toContain("see ");
});

test("talk in a style that Slack adds tomorrow is kept", () => {
	expect(spoken(rich(section(text("hello", { glow: "blue" }))))).toBe("hello");
});

test.each([
	[
		"a forwarded message",
		{ is_share: true, text: "a &lt; b\nc", fallback: "[1:41 PM] dana: a" },
		"> a < b\n> c",
	],
	[
		"another app's alert",
		{ pretext: "Alert", title: "Disk full", text: "C: 99 %", fallback: "x" },
		"Alert\nDisk full\nC: 99 %",
	],
	[
		"an alert in blocks",
		{
			fallback: "[no preview available]",
			blocks: [
				{ type: "header", text: { type: "plain_text", text: "Disk full" } },
				{ type: "section", fields: [{ type: "mrkdwn", text: "C: 99 %" }] },
				{
					type: "context",
					elements: [
						{ type: "image", image_url: "x" },
						{ type: "mrkdwn", text: "SRV-01" },
					],
				},
				{ type: "divider" },
			],
		},
		"Disk full\nC: 99 %\nSRV-01",
	],
	["an attachment with nothing but a fallback", { fallback: "Disk full" }, "Disk full"],
	["an attachment that says nothing", { image_url: "https://a.example" }, ""],
])("%s is what a message without words says", (_, attachment, said) => {
	expect(spoken({ text: "", attachments: [attachment] })).toBe(said);
});

test("a forwarded message follows the words about it, a link's preview does not", () => {
	const preview = { from_url: "https://a.example", title: "A page", text: "about it" };
	const words = rich(section(text("see")));
	expect(spoken({ ...words, attachments: [{ is_share: true, text: "this" }, preview] })).toBe("see\n> this");
	expect(spoken({ ...words, attachments: [preview] })).toBe("see");
	expect(exact({ ...rich(section(text("$ ls"))), attachments: [{ is_share: true, text: "x" }] })).toEqual(
		command("ls"),
	);
});
