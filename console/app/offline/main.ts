// The HTML export checks itself in its reader's browser, without a network, by the same code as the script in docs/.
import {
	type Approvers,
	inBytes,
	judge,
	trustedApprovers,
	trustedCertificates,
} from "../../../docs/verify-transcript.mjs";
import { part } from "../dom.ts";

type Outcome = { tone: "good" | "check" | "bad" | "quiet"; title: string; lines: string[] };

const start = (): void => {
	const button = part("check");
	const panel = part("proof");
	if (!(button instanceof HTMLButtonElement) || !panel) return;
	part("scriptless")?.remove();
	button.hidden = false;
	const show = ({ tone, title, lines }: Outcome) => {
		panel.dataset.tone = tone;
		text("standing", title);
		text("lines", lines.join("\n"));
		const all = part("all");
		if (all) all.hidden = lines.length === 0;
	};
	const field = (name: string) => panel.querySelector<HTMLInputElement>(`input[name="${name}"]`);
	const value = (name: string) => field(name)?.value.trim() ?? "";
	const check = async () => {
		const [key, head] = [value("key"), value("head").toLowerCase()];
		const wrong = mistake(key, head);
		if (wrong !== null) return show({ tone: "quiet", title: wrong, lines: [] });
		button.disabled = true;
		show({ tone: "quiet", title: "Checking every link, hash and signature…", lines: [] });
		const found = await trustedIn(field("approvers"), field("authority"))
			.then((trusted) => ("mistake" in trusted ? unread(trusted.mistake) : outcome(key, head, trusted)))
			.catch((error: unknown) => failed(error));
		button.disabled = false;
		show(found);
	};
	button.addEventListener("click", () => void check());
	for (const name of ["key", "head", "approvers", "authority"])
		field(name)?.addEventListener("input", () => show({ tone: "quiet", title: unchecked, lines: [] }));
};

const unchecked = "This file hasn't been checked yet.";

const mistake = (key: string, head: string): string | null => {
	if (key !== "" && !/^[A-Za-z0-9+/]{43}=$/.test(key))
		return "This isn't a public key: it has 44 characters.";
	return head !== "" && !/^[0-9a-f]{64}$/.test(head)
		? "This isn't a head: it has 64 digits from 0 to f."
		: null;
};

/** What the reader trusts besides the key. */
type Trusted = { approvers: Approvers | null; authority: object[] | null };

const trustedIn = async (
	approvers: HTMLInputElement | null,
	authority: HTMLInputElement | null,
): Promise<Trusted | { mistake: string }> => {
	const [passkeys, certificates] = await Promise.all([bytesIn(approvers), bytesIn(authority)]);
	const one = passkeys && readBy(trustedApprovers, passkeys);
	if (passkeys && !one) return { mistake: "This isn't a file of approvers' passkeys." };
	const other = certificates && readBy(trustedCertificates, certificates);
	if (certificates && !other) return { mistake: "This isn't a certificate: it's a file in PEM or DER." };
	return { approvers: one, authority: other };
};

const bytesIn = async (field: HTMLInputElement | null): Promise<Uint8Array | null> => {
	const file = field?.files?.[0];
	return file ? new Uint8Array(await file.arrayBuffer()) : null;
};

const readBy = <T>(read: (file: Uint8Array) => T, file: Uint8Array): T | null => {
	try {
		return read(file);
	} catch {
		return null;
	}
};

const unread = (title: string): Outcome => ({ tone: "quiet", title, lines: [] });

const failed = (error: unknown): Outcome => ({
	tone: "quiet",
	title: `The check didn't work: ${error instanceof Error ? error.message : String(error)}. Nothing is known yet.`,
	lines: [],
});

const outcome = async (key: string, head: string, trusted: Trusted): Promise<Outcome> => {
	if (!(await hasEd25519()))
		return {
			tone: "quiet",
			title:
				"This browser can't check signatures (Ed25519). Use a newer one, or the script. Nothing is known yet.",
			lines: [],
		};
	const file = inBytes(inside("sealed"));
	const page = {
		text: document.querySelector("main")?.textContent ?? "",
		seal: JSON.parse(inside("page-seal")),
	};
	const { code, lines, first } = await judge(file, {
		keys: key === "" ? [] : [key],
		heads: head === "" ? [] : [head],
		page,
		...trusted,
	});
	return { ...said(code, first, lines), lines };
};

const said = (code: number, first: string | null, lines: string[]): Omit<Outcome, "lines"> => {
	if (code === 1) return { tone: "bad", title: `Something does NOT hold: ${first ?? "see below"}` };
	if (code === 0) return { tone: "good", title: "Everything holds, signed by the key that you entered." };
	return {
		tone: "check",
		title: lines.at(-1)?.replace("Name the Worker's key with --key", "Enter the Worker's key below") ?? "",
	};
};

const hasEd25519 = (): Promise<boolean> =>
	crypto.subtle.importKey("raw", new Uint8Array(32), { name: "Ed25519" }, false, ["verify"]).then(
		() => true,
		() => false,
	);

const inside = (id: string): string => document.getElementById(id)?.textContent ?? "";

const text = (name: string, said: string): void => {
	const place = part(name);
	if (place) place.textContent = said;
};

start();
