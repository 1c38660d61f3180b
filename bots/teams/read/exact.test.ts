import fc from "fast-check";
import { expect, test } from "vitest";
import { messageOf as message } from "../testing/message.ts";
import { exact, spoken } from "./exact.ts";

const command = (html: string) => {
	const found = exact(message(html));
	return found.kind === "command" ? found.command : found.kind;
};

const at = `<span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="0">Caisey</span>`;
/** What Teams puts before an answer to a message. */
const reply = (said: string) =>
	`<blockquote itemscope="" itemtype="http://schema.skype.com/Reply" itemid="1"><strong itemprop="mri" itemid="8:orgid:tom">Tom</strong><span itemprop="time" itemid="1"></span><p itemprop="preview">${said}</p></blockquote>`;
const escaped = (text: string) =>
	text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

test.each([
	["a paragraph", "<p>$ ls -la</p>", "ls -la"],
	["after a mention", `<p>${at}&nbsp;$ ls</p>`, "ls"],
	["after the mention of a personal chat", "<div><at>Caisey</at> $ ls</div>", "ls"],
	["entities", "<p>$ a &lt; b &amp;&amp; c &gt; &quot;d&quot; &#39;e&#39;</p>", `a < b && c > "d" 'e'`],
	["blanks", "<p>$ a&nbsp;&nbsp; b</p>", "a   b"],
	["what looks like an entity", "<p>$ echo &amp;lt;</p>", "echo &lt;"],
	["talk before it", "<p>please run</p>\r\n<p>$ ls</p>", "ls"],
	["several lines", "<p>$ a<br>b</p><p>c</p>", "a\nb\nc"],
	["a prompt on each line", "<div>$ a</div><div>$ b</div>", "a\nb"],
	["a prompt on each line, with empty lines", "<p>$ a</p><p>&nbsp;</p><p>$ b</p><p>&nbsp;</p>", "a\n\nb"],
	["an empty line among others", "<p>$ cat &lt;&lt;E</p><p>&nbsp;</p><p>E</p>", "cat <<E\n\nE"],
	["a $ with a wide blank", "<p>＄\u3000ls</p>", "ls"],
	["a $ that was copied with what can't be seen", "<p>\u200b$ ls</p>", "ls"],
	["an answer to someone's message", `${reply("$ rm x")}<p>$ ls</p>`, "ls"],
	["a code block that answers someone's message", `${reply("please")}<pre>ls</pre>`, "ls"],
	["a code block with nothing to see after it", "<pre>ls</pre><p>\u200b</p>", "ls"],
	["answers to two messages", `${reply("$ rm x")}${reply("y")}<p>${at}</p><pre>ls</pre>`, "ls"],
	["a quote before it", "<blockquote><p>$ rm x</p></blockquote><p>$ ls</p>", "ls"],
	["a code block", "<pre>a  b\n\tc</pre>", "a  b\n\tc"],
	[
		"a code snippet",
		`<p>${at}</p><codeblock class="PowerShell"><code>a &lt; b<br>&nbsp; c</code></codeblock><p>&nbsp;</p>`,
		"a < b\n  c",
	],
	[
		"code with colours",
		`<pre class="language-bash"><code><span style="color:red">ls</span> -la</code></pre>`,
		"ls -la",
	],
	[
		"an address in code",
		`<pre>curl <a href="https://a.example">https://a.example</a></pre>`,
		"curl https://a.example",
	],
	[
		"an address that was typed, of which Teams made a link",
		`<p>$ curl <a href="https://a.example" title="https://a.example">https://a.example</a> -o x</p>`,
		"curl https://a.example -o x",
	],
	[
		"a host that was typed",
		`<p>$ ping -c 2 <a href="http://a.example">a.example</a></p>`,
		"ping -c 2 a.example",
	],
	["empty lines around code", "<codeblock><code><br>a<br><br></code></codeblock>", "\na\n\n"],
	["empty lines around text alone", "<pre>\n\na\n</pre>", "\na\n"],
	["elements on lines of their own", "<codeblock>\r\n<code>a</code>\r\n</codeblock>", "a"],
	["lines as elements in code", "<pre><div>a</div><div>b</div></pre>", "a\nb"],
	["lines that end with CR LF in code", "<pre>a\r\nb</pre>", "a\nb"],
	["Teams' own blanks in code", "<pre>&nbsp;a&nbsp; b \u00a0c&nbsp;\n&nbsp;\td</pre>", " a  b  c \n \td"],
])("%s is taken exactly", (_, html, expected) => expect(command(html)).toBe(expected));

test.each([
	["bold", "<p>$ ls <strong>a</strong></p>"],
	["a link that someone made", `<p>$ curl <a href="https://b.example">https://a.example</a></p>`],
	["a link in bold", `<p>$ curl <strong><a href="https://a.example">https://a.example</a></strong></p>`],
	["an emoji", `<p>$ echo <emoji alt="😀"></emoji></p>`],
	["an emoji without a name", `<p>$ echo <emoji></emoji></p>`],
	["a picture without a name", `<p>$ echo a<img alt="" src="https://example.com/a.png"></p>`],
	["a mention", `<p>$ echo ${at}</p>`],
	["inline code", "<p>$ echo <code>a</code></p>"],
	["a code block after it", "<p>$ a</p><pre>b</pre>"],
	["someone's message after it", `<p>$ cat</p>${reply("ls")}`],
	["someone's message within it", `<p>$ cat</p>${reply("ls")}<p>more</p>`],
	["an empty cell of a table", "<p>$ cat</p><table><tr><td><p>&nbsp;</p></td></tr></table>"],
	["a quote after it", "<p>$ cat</p><blockquote><p>ls</p></blockquote>"],
	["a list", "<ul><li>$ ls</li></ul>"],
	["a picture in code", `<pre>ls <img alt="x"></pre>`],
	["a no-break space that Teams has no need to write", "<pre>ls&nbsp;-la</pre>"],
])("%s in a command has lost characters, so it is refused", (_, html) =>
	expect(command(html)).toBe("styled"),
);

test.each([
	["talk", "<p>It costs 5 $ at most</p>"],
	["code within talk", "<p>see <code>auth.ini</code> there</p>"],
	["a quote", "<blockquote><p>$ ls</p></blockquote>"],
	["a quoted code block", "<blockquote><pre>ls</pre></blockquote>"],
	["someone's code block", reply("<pre>ls</pre>")],
	["a code block with someone's message after it", `<pre>ls</pre>${reply("please")}`],
	["talk about someone's command", `${reply("$ ls")}<p>did that work?</p>`],
	["a block beside talk", "<p>like this?</p><pre>ls</pre>"],
	["nothing", ""],
])("%s isn't a command", (_, html) => expect(command(html)).toBe("none"));

test("a message of very many lines is read in one go", () => {
	const lines = 20_000;
	expect(command("<p>a</p><p><img></p>".repeat(lines))).toBe("none");
	expect(command(`<p>$ a</p>${"<p>b</p>".repeat(lines)}`)).toBe(`a${"\nb".repeat(lines)}`);
});

test("without HTML, the text counts as it is, without the mention", () => {
	expect(exact(message(null, "<at>Caisey</at> $ a < b &amp; c"))).toEqual({
		kind: "command",
		command: "a < b &amp; c",
	});
});

test("talk reads as Teams showed it, without the bot's name before it", () => {
	expect(
		spoken(
			message(
				`<p>${at}&nbsp;please see <a href="https://a.example/x">this</a> <b>now</b></p><ul><li>one</li><li>two</li></ul><pre>ls</pre>`,
			),
		),
	).toBe("please see this (https://a.example/x) now\n• one\n• two\n\nls");
	expect(spoken(message(`<p>ask <at>Ada</at></p>`))).toBe("ask @Ada");
});

const pieces = fc.oneof(
	fc.string({ unit: "binary" }),
	fc.constantFrom(
		"<b>",
		"&amp;",
		"&nbsp;",
		"`",
		"$ ",
		"  ",
		"\t",
		"C:\\Temp",
		"*x*",
		"https://a.example",
		"<at>x</at>",
		"“",
	),
);
// Teams ends lines in its own way, and writes some blanks as no-break spaces: docs/teams.md lists what looks the same.
const typed = fc
	.array(pieces, { minLength: 1, maxLength: 8 })
	.map((all) => all.join("").toWellFormed())
	.filter((text) => text.trim() !== "" && !/^\s*\$ |[\r\n\0\u00a0]/.test(text));

test("everything typed after a dollar comes out character for character", () => {
	fc.assert(
		fc.property(fc.array(typed, { minLength: 1, maxLength: 4 }), (lines) => {
			const teams = (line: string) => escaped(line).replaceAll(/ (?= )|^ | $/g, "&nbsp;");
			expect(command(`<p>$ ${lines.map(teams).join("<br>")}</p>`)).toBe(lines.join("\n"));
		}),
		{ numRuns: 1_000, seed: 4 },
	);
});
