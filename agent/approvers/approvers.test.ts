// What an agent obeys where approvers' passkeys decide: each case on a real agent, with the Worker's key in the hands of the test,
// as in those of whoever stole it.
import { afterAll, describe, expect, test } from "vitest";
import { newId } from "../../protocol/ids.ts";
import { type Grant, grantBytes } from "../../protocol/plan/grant.ts";
import type { ApprovalProof, Approvers } from "../../protocol/plan/passkey.ts";
import { type Plan, planBytes } from "../../protocol/plan/plan.ts";
import { approversOf, resetApprovers } from "../commands/approvers.ts";
import { agentFor, enrolWith } from "../testing/agent.ts";
import { newPasskey, approversOf as saying } from "../testing/passkeys.ts";
import { startPeer } from "../testing/peer.ts";
import { cleanUp } from "../testing/suite.ts";
import { codeOf } from "./pinned.ts";

const [ada, ben, mallory] = [newPasskey("Ada"), newPasskey("Ben", "OKP"), newPasskey("Mallory")];

/** An agent that was enrolled while the Worker said this. */
const enrolled = async (approvers?: Approvers) => {
	const peer = await startPeer();
	peer.state.approvers = approvers;
	const folder = await enrolWith(peer);
	const agent = await agentFor(peer, {}, folder);
	const grantOf = async (plan: Plan, proofs: ApprovalProof[], change: Partial<Grant> = {}) =>
		peer.sendGrant(
			planBytes(plan),
			grantBytes({ ...peer.makeGrant(plan, await peer.offer(plan.id)), proofs, ...change }),
		);
	return {
		...{ peer, agent },
		/** The Worker names them again. Resolves with the keys that count then. */
		async name(said: Approvers) {
			await peer.until(() => peer.state.control && peer.state.hellos.length > 0);
			const before = peer.heard.length;
			peer.send({ type: "approvers", approvers: said });
			return peer.until(() => peer.heard.slice(before).find((one) => one.type === "pinned"));
		},
		async refusal(plan: Plan, proofs: ApprovalProof[]) {
			await grantOf(plan, proofs);
			const { code, reason } = await peer.take("refused", plan.id);
			expect(peer.runs.size).toBe(0);
			return { code, reason };
		},
		async runs(plan: Plan, proofs: ApprovalProof[]) {
			await grantOf(plan, proofs);
			await peer.take("accepted", plan.id);
			await peer.take("finished", plan.id);
			peer.runs.clear();
		},
		async restarted() {
			agent.stop();
			peer.state.hellos = [];
			return agentFor(peer, {}, agent.folder);
		},
		async end(running: { stop: () => void } = agent) {
			running.stop();
			await cleanUp(peer, agent.folder);
		},
	};
};

const pinnedAda = await enrolled(saying([ada]));
afterAll(() => pinnedAda.end());
const { peer } = pinnedAda;

test.each(["EC", "OKP", "RSA"] as const)("a plan runs that an approver's %s passkey signed", async (kind) => {
	const passkey = newPasskey("Ada", kind);
	const here = await enrolled(saying([passkey]));
	const plan = here.peer.makePlan("true");
	await here.runs(plan, [passkey.approves(plan)]);
	await here.end();
});

describe("with the Worker's signing key stolen, the agent refuses", () => {
	const failing = "Ada's proof fails, ";
	const signedOther = `${failing}it signs something else than this plan, in its session, under version 7 of the policy`;
	const attacks: [string, (plan: Plan) => ApprovalProof[], string][] = [
		["a grant without a proof", () => [], "the grant has none"],
		["another plan's proof", () => [ada.approves(peer.makePlan("true"))], signedOther],
		[
			"a proof for the same steps in another session",
			(plan) => [ada.approves({ ...plan, session: newId("session", "none") })],
			signedOther,
		],
		[
			"a proof under another version of the policy",
			(plan) => [ada.approves(plan, 6, { policy: 7 })],
			signedOther,
		],
		["a proof for changed steps", (plan) => [ada.approves({ ...plan, stepTimeLimit: 61 })], signedOther],
		[
			"a proof by a key that no one vouched for",
			(plan) => [mallory.approves(plan)],
			"a proof is by a passkey that nothing here vouches for",
		],
		[
			"a proof by that key in an approver's name",
			(plan) => [mallory.approves(plan, 7, { credential: ada.key.credential })],
			`${failing}the passkey that it names didn't sign it`,
		],
		[
			"a proof that the authenticator gave to anyone",
			(plan) => [ada.approves(plan, 7, { flags: 0x01 })],
			`${failing}the authenticator didn't verify who gave it`,
		],
		[
			"a proof that the authenticator gave without a touch",
			(plan) => [ada.approves(plan, 7, { flags: 0x04 })],
			`${failing}no one was there when it was given`,
		],
		[
			"a proof from another site",
			(plan) => [ada.approves(plan, 7, { origin: "https://evil.example" })],
			`${failing}it was given at https://evil.example, not at https://caisey.example.com`,
		],
		[
			"a proof from within a frame of another site",
			(plan) => [ada.approves(plan, 7, { crossOrigin: true })],
			`${failing}it was given at`,
		],
		[
			"a proof of a passkey for another site",
			(plan) => [ada.approves(plan, 7, { rpId: "evil.example" })],
			`${failing}its passkey isn't one of caisey.example.com`,
		],
		[
			"a proof of the making of a passkey",
			(plan) => [ada.approves(plan, 7, { type: "webauthn.create" })],
			`${failing}it isn't a signature by a passkey but “webauthn.create”`,
		],
		[
			"a proof with a changed signature",
			(plan) => [{ ...ada.approves(plan), signature: ada.approves(plan).signature.replace(/.$/, "!") }],
			"The grant can't be read",
		],
		[
			"a proof whose text isn't JSON",
			(plan) => [{ ...ada.approves(plan), clientDataJSON: "AAAA" }],
			`${failing}it can't be read`,
		],
		["a plan that the approver proposed", (plan) => [ada.approves(plan)], "Ada proposed the plan"],
	];
	test("a plan that may ask for a text, which the Worker alone would answer", async () => {
		const plan = peer.makePlan("echo never", { input: ["choices", "text"] });
		const refused = await forged(plan, [ada.approves(plan)]);
		expect(refused).toMatchObject({ code: "passkey", reason: expect.stringContaining("may ask for a text") });
	});
	test.each(attacks)("%s", async (what, proofs, reason) => {
		const own = what === "a plan that the approver proposed" ? { proposedBy: ada.key.person } : {};
		const plan = peer.makePlan("echo never", own);
		const refused = await forged(plan, proofs(plan));
		expect(refused.reason).toContain(reason);
		expect(refused.code).toBe(reason.startsWith("The grant") ? "signature" : "passkey");
	});
});

/** What isn't a grant by the schema is signed all the same. */
const forged = async (plan: Plan, proofs: ApprovalProof[]) => {
	const grant = { ...peer.makeGrant(plan, await peer.offer(plan.id)), proofs };
	peer.sendGrant(planBytes(plan), new TextEncoder().encode(JSON.stringify(grant)));
	const { code, reason } = await peer.take("refused", plan.id);
	expect(peer.runs.size).toBe(0);
	return { code, reason };
};

describe("the Worker can't lower what an endpoint asks for", () => {
	test("by naming another first key, origin or fewer approvers", async () => {
		const here = await enrolled(saying([ada, ben], { needed: 2 }));
		const credentials = [ada.key.credential, ben.key.credential];
		expect(await here.name(saying([mallory], { needed: 1 }))).toMatchObject({ needed: 2, credentials });
		expect(await here.name(saying([mallory], { origin: "https://evil.example" }))).toMatchObject({
			credentials,
		});
		const plan = here.peer.makePlan("echo never");
		expect((await here.refusal(plan, [mallory.approves(plan), ada.approves(plan)])).reason).toBe(
			"This endpoint runs only what 2 approvers signed with a passkey, and 1 did: a proof is by a passkey that nothing here vouches for.",
		);
		const agent = await here.restarted();
		const again = here.peer.makePlan("echo never");
		expect((await here.refusal(again, [ada.approves(again), ada.approves(again)])).code).toBe("passkey");
		await here.end(agent);
	});

	test("two passkeys of one person are one approver", async () => {
		const second = newPasskey("Ada", "EC", ada.key.person);
		const here = await enrolled(saying([ada, second], { needed: 2 }));
		const plan = here.peer.makePlan("echo never");
		const { reason } = await here.refusal(plan, [ada.approves(plan), second.approves(plan)]);
		expect(reason).toContain("and 1 did");
		await here.end();
	});
});

describe("a new key counts", () => {
	test("once a key that counts vouches for it, and so may those that it vouches for, also after a restart", async () => {
		const cleo = newPasskey("Cleo", "RSA");
		const here = await enrolled(saying([ada]));
		const { client } = here.peer;
		const keys = [
			{ key: ada.key, vouch: null },
			ada.vouchesFor(client, ben.key),
			ben.vouchesFor(client, cleo.key),
		];
		expect(await here.name(saying([], { keys }))).toMatchObject({
			credentials: [ada, ben, cleo].map(({ key }) => key.credential),
		});
		const agent = await here.restarted();
		const plan = here.peer.makePlan("true");
		await here.runs(plan, [cleo.approves(plan)]);
		await here.end(agent);
	});

	const wrong: [string, (client: string) => Approvers["keys"][number]][] = [
		["no one vouches for it", () => ({ key: mallory.key, vouch: null })],
		["only itself vouches for it", (client) => mallory.vouchesFor(client, mallory.key)],
		[
			"the word for it isn't by the key that it names",
			(client) => mallory.vouchesFor(client, mallory.key, { credential: ada.key.credential }),
		],
		["the word is for another client", () => ada.vouchesFor(newId("client", "none"), mallory.key)],
		["the word is for another key", (client) => ({ ...ada.vouchesFor(client, ben.key), key: mallory.key })],
		[
			"the word is for another person's key",
			(client) => ({
				...ada.vouchesFor(client, mallory.key),
				key: { ...mallory.key, person: ben.key.person },
			}),
		],
		["who vouched wasn't verified", (client) => ada.vouchesFor(client, mallory.key, { flags: 1 })],
	];
	test.each(wrong)("never if %s", async (_, make) => {
		const keys = [make(peer.client)];
		expect(await pinnedAda.name(saying([], { keys }))).toMatchObject({
			credentials: [ada.key.credential],
		});
	});

	test("never if an approval is taken for a word", async () => {
		const plan = peer.makePlan("true");
		const { policy: _, credential, ...assertion } = ada.approves(plan);
		const keys = [{ key: mallory.key, vouch: { by: credential, ...assertion } }];
		expect(await pinnedAda.name(saying([], { keys }))).toMatchObject({
			credentials: [ada.key.credential],
		});
	});
});

test("a revoked key counts no more, whoever vouches for it then, nor does its word", async () => {
	const here = await enrolled(saying([ada, ben]));
	const { client } = here.peer;
	await here.name(saying([], { keys: [], revoked: [ben.key.credential] }));
	const keys = [ada.vouchesFor(client, ben.key), ben.vouchesFor(client, mallory.key)];
	expect(await here.name(saying([], { keys }))).toMatchObject({ credentials: [ada.key.credential] });
	const plan = here.peer.makePlan("echo never");
	expect((await here.refusal(plan, [ben.approves(plan)])).code).toBe("passkey");
	await here.end();
});

describe("a revocation is remembered", () => {
	test("of a key that was unknown then, against an old word for it, also after a restart", async () => {
		const here = await enrolled(saying([ada]));
		const old = [ada.vouchesFor(here.peer.client, ben.key)];
		await here.name(saying([], { revoked: [ben.key.credential] }));
		expect(await here.name(saying([], { keys: old }))).toMatchObject({ credentials: [ada.key.credential] });
		const agent = await here.restarted();
		expect(await here.name(saying([], { keys: old }))).toMatchObject({ credentials: [ada.key.credential] });
		await here.end(agent);
	});

	test("before a word in the same message counts", async () => {
		const here = await enrolled(saying([ada, ben]));
		const keys = [ben.vouchesFor(here.peer.client, mallory.key)];
		const said = saying([], { keys, revoked: [ben.key.credential] });
		expect(await here.name(said)).toMatchObject({ credentials: [ada.key.credential] });
		await here.end();
	});

	test("if it came with the enrollment", async () => {
		const here = await enrolled(saying([ada], { revoked: [ben.key.credential] }));
		const keys = [ada.vouchesFor(here.peer.client, ben.key)];
		expect(await here.name(saying([], { keys }))).toMatchObject({ credentials: [ada.key.credential] });
		await here.end();
	});

	test("if it came before any key that counts", async () => {
		const here = await enrolled();
		await here.peer.until(() => here.peer.state.control && here.peer.state.hellos.length > 0);
		here.peer.send({ type: "approvers", approvers: saying([], { revoked: [ben.key.credential] }) });
		expect(await here.name(saying([ben, ada]))).toMatchObject({ credentials: [ada.key.credential] });
		await here.end();
	});

	test("even from a Worker at another origin, and so are more approvers", async () => {
		const here = await enrolled(saying([ada, ben]));
		const said = { origin: "https://evil.example", needed: 2, revoked: [ben.key.credential] };
		expect(await here.name(saying([], said))).toMatchObject({ needed: 2, credentials: [ada.key.credential] });
		await here.end();
	});

	test("when the administrator resets the machine, unless they allow that very key", async () => {
		const here = await enrolled(saying([ada, ben], { revoked: [mallory.key.credential] }));
		const { folder } = here.agent;
		await here.name(saying([], { revoked: [ben.key.credential] }));
		expect(resetApprovers(folder, []).ok).toBe(true);
		expect(await here.name(saying([ada, ben, mallory]))).toMatchObject({ credentials: [ada.key.credential] });
		expect(resetApprovers(folder, [codeOf(ben.key), codeOf(mallory.key)]).ok).toBe(true);
		const credentials = [ben.key.credential, mallory.key.credential];
		for (const said of [saying([ada, ben, mallory]), saying([ada])])
			expect(await here.name(said)).toMatchObject({ credentials });
		await here.end();
	});
});

test("an endpoint that was enrolled before believes the first keys that the Worker names, and says so", async () => {
	const here = await enrolled();
	const before = here.peer.makePlan("true");
	await here.runs(before, []);
	expect(await here.name(saying([ada]))).toMatchObject({ how: "first", needed: 1 });
	const plan = here.peer.makePlan("echo never");
	expect((await here.refusal(plan, [])).reason).toContain("the grant has none");
	await here.end();
});

describe("at the machine, its administrator can", () => {
	const lines = (said: ReturnType<typeof approversOf>) => (said.ok ? said.lines : [said.error]);

	test("see whose passkeys decide, and allow another one by its code, if they are lost", async () => {
		const here = await enrolled(saying([ada]));
		const { folder } = here.agent;
		expect(lines(approversOf(folder))).toEqual([
			"Approvers  1 must sign each plan with their passkey, at https://caisey.example.com",
			`Passkey    ${codeOf(ada.key)} of Ada: named at the enrollment`,
		]);
		expect(resetApprovers(folder, [codeOf(ben.key)]).ok).toBe(true);
		const plan = here.peer.makePlan("echo never");
		expect((await here.refusal(plan, [ada.approves(plan)])).code).toBe("passkey");
		await here.name(saying([mallory]));
		const again = here.peer.makePlan("echo never");
		expect((await here.refusal(again, [mallory.approves(again)])).code).toBe("passkey");
		expect(await here.name(saying([mallory, ben]))).toMatchObject({
			how: "local",
			credentials: [ben.key.credential],
		});
		expect(lines(approversOf(folder))).toContain(
			`Passkey    ${codeOf(ben.key)} of Ben: allowed at this machine`,
		);
		const last = here.peer.makePlan("true");
		await here.runs(last, [ben.approves(last)]);
		await here.end();
	});

	test("let it believe what the Worker names first", async () => {
		const here = await enrolled(saying([ada]));
		expect(resetApprovers(here.agent.folder, []).ok).toBe(true);
		const plan = here.peer.makePlan("true");
		await here.runs(plan, []);
		expect(await here.name(saying([ben]))).toMatchObject({ how: "local" });
		await here.end();
	});

	test("not allow what is no code", () => {
		const refused = resetApprovers(pinnedAda.agent.folder, ["1234"]);
		expect(refused).toMatchObject({
			ok: false,
			error: expect.stringContaining("1234 isn't a passkey's code"),
		});
	});
});

test("the codes of keys can be compared", () => {
	expect(codeOf(ada.key)).toMatch(/^[0-9a-f]{4}(-[0-9a-f]{4}){3}$/);
	expect(codeOf({ ...ada.key, person: ben.key.person })).not.toBe(codeOf(ada.key));
});
