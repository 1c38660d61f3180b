// `caisey-agent approvers`: whose passkeys decide on this machine, and the way out when they are lost, which begins here alone.

import type { Approvers } from "../../protocol/plan/passkey.ts";
import { codeOf, openApprovers, type Pinned, type PinnedKey } from "../approvers/pinned.ts";
import type { Folder } from "../home/folder.ts";
import { readIdentity } from "../home/identity.ts";
import { openStore } from "../record/store.ts";
import { type Failure, failure } from "./failure.ts";

type Said = { ok: true; lines: string[] };

/** Lines for a person. */
export const approversOf = (folder: Folder): Said | Failure =>
	withPins(folder, (pins) => linesOf(pins.pinned()));

/** `codes`: of the keys that may count from now on; none: those that the Worker names first. */
export const resetApprovers = (folder: Folder, codes: string[]): Said | Failure => {
	const strange = codes.find((code) => !/^[0-9a-f]{4}(?:-[0-9a-f]{4}){3}$/.test(code));
	if (strange !== undefined)
		return failure("usage", `${strange} isn't a passkey's code. One looks like this: 1f3c-90ab-44de-0b7e`);
	return withPins(folder, (pins) => {
		pins.reset(codes);
		return [
			"This machine believes none of the passkeys any more that it knew.",
			codes.length > 0
				? `Until it names ${codes.length === 1 ? "the passkey" : "passkeys"} ${codes.join(", ")}, nothing runs here.`
				: "It will believe the passkeys that the Worker names first, without proof. If it names none, plans run without a passkey.",
		];
	});
};

/** As docs/verify-transcript.mjs takes them. */
export const approversJson = (folder: Folder): Said | Failure =>
	withPins(folder, (pins) => {
		const { origin = "", needed = 1, keys = [] } = pins.pinned() ?? {};
		const good = keys.filter(({ revoked }) => !revoked).map(({ key }) => ({ key, vouch: null }));
		const approvers: Approvers = { origin, needed, keys: good, revoked: [] };
		return [JSON.stringify(approvers)];
	});

const withPins = (
	folder: Folder,
	work: (pins: ReturnType<typeof openApprovers>) => string[],
): Said | Failure => {
	const identity = readIdentity(folder);
	if (!identity.ok) return identity;
	const store = openStore(folder.store);
	try {
		const { client, approvers } = identity.enrolment;
		return { ok: true, lines: work(openApprovers(store, client, approvers)) };
	} finally {
		store.close();
	}
};

export const linesOf = (pinned: Pinned | null): string[] => {
	if (!pinned) return ["Approvers  no passkey is asked for: whatever the Worker's key signs runs here"];
	const { needed, origin, codes, keys } = pinned;
	if (origin === "")
		return [`Approvers  nothing runs here until the Worker names the passkey ${codes.join(" or ")}`];
	return [
		`Approvers  ${needed} must sign each plan with their passkey, at ${origin}`,
		...keys.map((key) => `Passkey    ${codeOf(key.key)} of ${key.key.name}: ${trust(key)}`),
	];
};

const trust = ({ how, revoked }: PinnedKey): string => (revoked ? "revoked" : hows[how]);

const hows = {
	enrolled: "named at the enrollment",
	first: "named first, after the enrollment; nothing vouched for it",
	local: "allowed at this machine",
	vouched: "another approver's passkey vouches for it",
} as const satisfies Record<PinnedKey["how"], string>;
