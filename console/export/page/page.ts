// The HTML export: a session as one file that needs no network, shows what the console shows, and checks itself by the sealed JSON
// in it. Its text is sealed too, so that a check speaks of what its reader sees.
import { html } from "hono/html";
import { base64, utf8 } from "../../../protocol/bytes.ts";
import { shortId } from "../../../protocol/ids.ts";
import type { TranscriptSource } from "../../../protocol/read/transcript-source.ts";
import { utc } from "../../../words/times.ts";
import { type Html, oneLine } from "../../html/escape.ts";
import { sessionVerdict } from "../../tone.ts";
import { contents } from "../../transcript/contents.ts";
import { masthead, type Shown, stateChip, waitingList } from "../../transcript/page.ts";
import { matter } from "../../transcript/transcript.ts";
import { inBase64, jsonExport } from "../json.ts";
import { tooLarge } from "./limits.ts";
import { offlineRun } from "./run.ts";
import { visibleText } from "./visible-text.ts";

/** `asset`: the text of a built file; `origin`: where the console is, for links to what only it has. */
export type Around = { asset: (name: "offline.js" | "offline.css") => Promise<string>; origin: string };

export const htmlExport = async function* (
	source: TranscriptSource,
	now: number,
	around: Around,
): AsyncGenerator<string> {
	const seal = source.seal();
	for await (const part of file(source, now, around)) {
		seal.add(part);
		yield part;
	}
	yield `<!--${JSON.stringify(await seal.signed())}-->\n`;
};

const file = async function* (
	source: TranscriptSource,
	now: number,
	{ asset, origin }: Around,
): AsyncGenerator<string> {
	const elsewhere = tooLarge(await source.runs());
	const shown = await matter(source, "", offlineRun(elsewhere));
	const [script, style] = [await asset("offline.js"), await asset("offline.css")];
	const main = String(await mainPart(shown, now)).replaceAll(' href="/', ` href="${origin}/`);
	yield String(await head(shown, script, style));
	// Not by the template: what a script or a style holds isn't escaped.
	yield `<style>${style}</style>\n</head>\n<body class="wide offline">\n${await proof()}\n<main id="main">`;
	yield main;
	yield '</main>\n<script type="text/plain" id="sealed">';
	const whole = source.hash();
	yield* inBase64(hashed(jsonExport(source, now, elsewhere), whole));
	const page = source.seal();
	page.add(`caisey page v1\n${whole.hex()}\n${visibleText(main)}`);
	yield `</script>\n<script type="application/json" id="page-seal">${JSON.stringify(await page.signed())}</script>\n`;
	yield `<script type="module">${script}</script>\n</body>\n</html>\n`;
};

const hashed = async function* (
	parts: AsyncIterable<string>,
	into: ReturnType<TranscriptSource["hash"]>,
): AsyncGenerator<Uint8Array> {
	for await (const part of parts) {
		const bytes = utf8(part);
		into.add(bytes);
		yield bytes;
	}
};

const hashOf = async (text: string): Promise<string> =>
	`'sha256-${base64(new Uint8Array(await crypto.subtle.digest("SHA-256", utf8(text))))}'`;

/** Nothing but its own script and style runs, and nothing is loaded. */
const head = async ({ header }: Pick<Shown, "header">, script: string, style: string): Promise<Html> => {
	const policy = [
		"default-src 'none'",
		`script-src ${await hashOf(script)}`,
		`style-src ${await hashOf(style)}`,
		"base-uri 'none'",
		"form-action 'none'",
	].join("; ");
	return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${oneLine(header.client)} · Session ${shortId(header.session)} · Caisey</title>
`;
};

/** What isn't checked never looks as if it were: the script alone writes a result here. */
const proof = (): Html => html`<section class="proof" data-part="proof" aria-label="The check of this file">
<h2 data-part="standing" aria-live="polite">This file hasn't been checked yet.</h2>
<div class="fields">
<label>The Worker's public key, as your endpoints have it <input name="key" autocomplete="off" spellcheck="false" maxlength="44"></label>
<label>The head from the chat, if you have it <input name="head" autocomplete="off" spellcheck="false" maxlength="64"></label>
<button type="button" class="primary" data-part="check" hidden>Check this file</button>
</div>
<details class="fold more-trusted"><summary>If you have them: approvers' passkeys, a time stamp's authority</summary>
<div class="fields">
<label>The approvers' passkeys, as an endpoint gives them: <code>caisey-agent approvers --json</code> <input type="file" name="approvers" accept=".json,application/json"></label>
<label>A certificate of the authority whose time stamps are in here, its own or its root's <input type="file" name="authority" accept=".pem,.crt,.cer,.der"></label>
</div>
</details>
<p class="hint" data-part="scriptless">The button that checks it needs this file's own script, which didn't start.</p>
<details class="fold" data-part="all" hidden><summary>Everything that was checked</summary><pre data-part="lines"></pre></details>
<p class="hint">Someone who changes a file can change its check, too. To be sure, check it with the script from Caisey's project: <code>node verify-transcript.mjs &lt;this file&gt; --key &lt;key&gt;</code></p>
</section>`;

const mainPart = (
	{ header, names, entries, waiting, witnessed }: Omit<Shown, "who">,
	now: number,
): Html => html`<article class="transcript">
<nav class="contents" aria-label="Contents">${contents(header, names.runs)}</nav>
<div class="matter">
${masthead(header)}
${witnessed === "" ? "" : html`${witnessed}<p class="hint">The check of this file judges that stamp, too.</p>`}
<p>${stateChip(sessionVerdict(header, names.runs))} <span class="hint">when it was exported, on ${utc(now)}. What came later isn't here. Times are UTC.</span></p>
<h2 class="sr">Everything, in its order</h2>
<ol class="timeline">${entries}</ol>
${waitingList(waiting)}
<p class="hint" id="newest">The end of the transcript.</p>
</div>
</article>`;
