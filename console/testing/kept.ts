// What people keep at a client, for looking at its pages: standing approvals, passkeys, snippets.
import type { ApproversView } from "../../protocol/read/approver-key.ts";
import type { KeptSnippet } from "../../protocol/read/snippet.ts";
import type { StandingsView } from "../../protocol/read/standing.ts";
import { friday, ids, plan } from "./sample.ts";

const client = { client: "c_g0000000000000001", name: "Acme Dental" };
const hash = "9c41e07b".padEnd(64, "0");

const matter: StandingsView["standings"][number]["matter"] = {
	...{ digest: hash, session: ids.session, plan: ids.plan, shell: "powershell" },
	endpoints: plan.endpoints.map(({ id, name }) => ({ id, name, key: hash })),
	changes: "Restarts the print spooler. Printing pauses for a few seconds.",
	steps: [
		{ phase: "before", command: "Get-Service Spooler | Select Status" },
		{ phase: "command", command: "Restart-Service -Name Spooler -Force\nWrite-Output 'restarted'" },
		{ phase: "after", command: "Get-Service Spooler | Select Status" },
	],
	beside: { runAs: { kind: "agent" }, cwd: null, restart: false, person: null },
};
const cut = {
	steps: [
		{
			...{ phase: "command" as const, command: "Set-Content C:\\deploy.log -Value (Get-Date)", left: 1_204 },
			script: { name: "deploy.ps1", arguments: ["-Site", "Oslo office"] },
		},
	],
};
const ada = { person: ids.ada, name: "Ada Lindqvist", label: null, at: friday("16:47:29") };
const day = 86_400_000;

/** One that runs, one that waits for a second approver, one that was revoked. */
export const standings: StandingsView = {
	...client,
	standings: [
		{
			...{
				id: "a_g0000000000000001",
				matter,
				by: [ada],
				times: 10,
				used: 1,
				until: friday("16:47:00") + 30 * day,
			},
			...{ ended: null, state: "good", may: { join: false, revoke: true } },
			uses: [{ n: 1, session: ids.session, at: friday("17:10:00"), proposer: "Tom Okafor" }],
		},
		{
			...{
				id: "a_g0000000000000002",
				matter: { ...matter, ...cut, changes: "" },
				by: [ada],
				times: 3,
				used: 0,
			},
			...{
				until: friday("16:47:00") + 7 * day,
				ended: null,
				state: "votes",
				may: { join: true, revoke: true },
			},
			uses: [],
		},
		{
			...{ id: "a_g0000000000000003", matter, by: [ada], times: 5, used: 5, until: friday("16:47:00") + day },
			...{ ended: { at: friday("18:00:00"), by: "Sam Roy" }, state: "ended", uses: [] },
			may: { join: false, revoke: false },
		},
	],
};

const key = { kty: "OKP" as const, crv: "Ed25519" as const, x: "A".repeat(43) };
const passkey = (person: string, name: string) => ({
	...{
		key: { credential: name.slice(0, 3), person, name, key },
		label: "a phone",
		code: "1f3c-90ab-44de-0b7e",
	},
	...{ asked: friday("08:00:00"), vouch: null, wantsWord: false },
});

export const approvers: ApproversView = {
	...{ ...client, approval: "passkey", votes: 1 },
	approvers: [
		{ person: ids.ada, name: "Ada Lindqvist" },
		{ person: ids.dana, name: "Sam Roy" },
	],
	keys: [
		{ ...passkey(ids.ada, "Ada Lindqvist"), state: "counts", confirmedBy: "Ida Berg", unvouched: "first" },
		{ ...passkey(ids.dana, "Sam Roy"), state: "asked", confirmedBy: null, unvouched: null },
	],
	may: { register: true, confirm: true, revoke: true, vouch: true },
};

export const snippet: KeptSnippet = {
	...{ id: "n_g0000000000000001", title: "Restart a service", shell: "powershell", client: null },
	...{ before: ["Get-Service {{blank:service}}"], command: "Restart-Service -Name {{blank:service}} -Force" },
	after: ["Get-Service {{blank:service}}"],
	words: { changes: "Restarts a service.", undo: "", notices: "Nobody" },
	...{ version: 1, by: "Tom Okafor", at: friday("15:00:00") },
};
