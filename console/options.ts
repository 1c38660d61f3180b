// What the pages need from their server: who is signed in, what they may see, and the files for the browser.

import type { SecretForm } from "../protocol/read/secret-form.ts";
import type { TranscriptSource } from "../protocol/read/transcript-source.ts";
import type { Outcome } from "../protocol/read/view.ts";
import type { ErasureAnswer, ErasureTarget } from "../protocol/record/erasure.ts";
import type { Verdict } from "../protocol/record/events.ts";
import type { Answer } from "../protocol/refusal.ts";
import type { SealedSecret } from "../protocol/sealing.ts";

/** The person who is signed in: the caller of everything that a page asks for. `person` is their id. */
export type SignedIn = { person: string; name: string };

/** A session in a list. `outcome`, `went`: how its last plan went, and that in words; null if it is not finished, or not
 * known here. */
export type SessionRow = {
	session: string;
	client: string;
	request: string;
	state: string;
	outcome: Outcome | null;
	went: string | null;
	openedAt: number;
};

export type ConsoleOptions = {
	/** Judged on every request: the person must have a role at that session's client now. */
	source(
		session: string,
		person: string,
	): Promise<{ ok: true; source: TranscriptSource } | { ok: false; status: 403 | 404 }>;
	/** Who the request's cookie belongs to. */
	signedIn(request: Request): Promise<SignedIn | null>;
	/** The button of a personal link: uses it up. `cookie` is a whole `Set-Cookie` value, `next` a path here. */
	spend(
		token: string,
	): Promise<{ ok: true; cookie: string; next: string } | { ok: false; why: "used" | "expired" | "unknown" }>;
	/** Ends the sign-in of the request's cookie, if there is one; a whole `Set-Cookie` value that clears it. */
	signOut(request: Request): Promise<string>;
	/** A personal link's state, and, if it is valid, its owner's and the client's names; changes nothing. */
	peek(
		token: string,
	): Promise<
		| { state: "good"; person: string; client: string; session: string }
		| { state: "used" | "expired" | "unknown" }
	>;
	sessions(person: string): Promise<SessionRow[]>;
	/** Endpoints of this person's clients that are quarantined; none for who only asks. */
	quarantined(person: string): Promise<{ client: string; endpoint: string }[]>;
	/** An approver's answer; judged, and recorded, by what judges a press in chat. */
	vote(
		session: string,
		vote: { by: SignedIn; plan: string; verdict: Verdict; reason: string | null },
	): Promise<Answer<{ decided: boolean }>>;
	/** What the page needs to seal an approved plan's secrets. */
	secretForm(session: string, asked: { by: SignedIn; plan: string }): Promise<Answer<{ form: SecretForm }>>;
	enterSecrets(
		session: string,
		entered: { by: SignedIn; plan: string; sealed: { endpoint: string; secrets: SealedSecret[] }[] },
	): Promise<Answer<object>>;
	/** Asks for an erasure; nothing goes before the other side has confirmed. */
	askErasure(
		session: string,
		asked: { by: SignedIn; targets: ErasureTarget[]; reason: string },
	): Promise<Answer<{ erasure: string }>>;
	answerErasure(
		session: string,
		answered: { by: SignedIn; erasure: string; answer: ErasureAnswer },
	): Promise<Answer<object>>;
	/** A file of console/dist/assets: `app.js`, `app.css`, `icon.svg`. */
	asset(name: string): Promise<Response>;
	now(): number;
};
