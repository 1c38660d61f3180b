import { expect, test } from "vitest";
import { compose } from "./compose.ts";

const names = {
	users: new Map([
		["ada lindqvist", "U0ADA"],
		["caisey", "U0CAISEY"],
	]),
	channels: new Map([["general", "C0GENERAL"]]),
};
const of = (typed: string) => {
	const { text, blocks } = compose(typed, names);
	return { text, elements: blocks[0]?.elements };
};
const section = (...elements: object[]) => [{ type: "rich_text_section", elements }];
const text = (text: string, style?: object) => ({ type: "text", text, ...(style ? { style } : {}) });

test("plain text keeps its characters in the block and is escaped in the text", () => {
	expect(of("$ a < b && c > d")).toEqual({
		text: "$ a &lt; b &amp;&amp; c &gt; d",
		elements: section(text("$ a < b && c > d")),
	});
});

test("styling loses its markers in the block", () => {
	expect(of("remove *all* of _it_ ~now~")).toEqual({
		text: "remove *all* of _it_ ~now~",
		elements: section(
			text("remove "),
			text("all", { bold: true }),
			text(" of "),
			text("it", { italic: true }),
			text(" "),
			text("now", { strike: true }),
		),
	});
});

test("a command typed as code keeps everything", () => {
	expect(of("`sed -i s/*a*/_b_/ x`").elements).toEqual(section(text("sed -i s/*a*/_b_/ x", { code: true })));
	expect(of("@Caisey\n```\nls *.txt\necho <b>\n```")).toEqual({
		text: "<@U0CAISEY>\n```ls *.txt\necho &lt;b&gt;```",
		elements: [
			{ type: "rich_text_section", elements: [{ type: "user", user_id: "U0CAISEY" }] },
			{ type: "rich_text_preformatted", elements: [text("ls *.txt\necho <b>")], border: 0 },
		],
	});
});

test("addresses become links, with the scheme that Slack adds", () => {
	expect(of("$ curl https://a.example/x?y=1, vendor.com now")).toEqual({
		text: "$ curl <https://a.example/x?y=1>, <http://vendor.com|vendor.com> now",
		elements: section(
			text("$ curl "),
			{ type: "link", url: "https://a.example/x?y=1" },
			text(", "),
			{ type: "link", url: "http://vendor.com", text: "vendor.com" },
			text(" now"),
		),
	});
});

test("names become mentions and what follows stays text", () => {
	expect(of("ask @Ada Lindqvist please, in #general")).toEqual({
		text: "ask <@U0ADA> please, in <#C0GENERAL|general>",
		elements: section(text("ask "), { type: "user", user_id: "U0ADA" }, text(" please, in "), {
			type: "channel",
			channel_id: "C0GENERAL",
		}),
	});
});

test("markers inside words and paths stay text", () => {
	const typed = "$ sed -i s/LegacyMode=1/LegacyMode=0/ auth.ini; echo a_b_c 2*3*4";
	expect(of(typed)).toEqual({ text: typed, elements: section(text(typed)) });
});
