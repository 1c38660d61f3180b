// What the owner should know about workspaces: named where the name is known, always with the id.
import { expect, test } from "vitest";
import { Setup } from "../../../protocol/setup.ts";
import type { ListedWorkspace } from "../../contracts/directory.ts";
import type { Standing } from "../../contracts/workspace.ts";
import { workspaceWarnings } from "./warnings.ts";

const healthy: ListedWorkspace = {
	workspace: "slack:T1",
	listed: true,
	installed: true,
	name: "Acme Dental",
	by: "Tom",
	at: 1,
	left: null,
	organisation: null,
	channels: 1,
	undelivered: 0,
	away: [],
	renamed: [],
	names: {},
	namesRefused: false,
};
const setup = (workspaces: object) =>
	Setup.parse({ v: 1, msp: { name: "Brightside IT" }, workspaces, clients: {} });
const warned = (workspace: Partial<ListedWorkspace>, given?: Standing, listed = true) =>
	workspaceWarnings(setup(listed ? { "slack:T1": {} } : {}), new Map(given ? [["slack:T1", given]] : []), [
		{ ...healthy, ...workspace },
	]).join();

test("a workspace with nothing amiss has no warning", () => {
	expect(warned({})).toBe("");
});

test.each<[string, string, Partial<ListedWorkspace>, (Standing | undefined)?, boolean?]>([
	["lost the app", " no longer has the app (token revoked)", { left: { at: 1, because: "token revoked" } }],
	["has no token", " has no token", { installed: false }],
	[
		"belongs to an organization",
		" belongs to the organization E1. Add enterprise: E1",
		{ organisation: "E1" },
	],
	["has a token that is over", ": Caisey ignores the token from this file", {}, "over"],
	["gets another token", ": the token from this file replaces the one that Tom installed", {}, "new"],
	["isn't in the file", " has the app, but this file doesn't list it", {}, undefined, false],
	[
		"lacks the scope for names",
		": Slack doesn't tell the names of its channels, because the app lacks the scope channels:read or groups:read. Install the app there again",
		{ namesRefused: true },
	],
])("a workspace that %s is named with its id, or by its id alone", (_, words, workspace, given, listed) => {
	expect(warned(workspace, given, listed)).toContain(`workspace “Acme Dental” (slack:T1)${words}`);
	expect(warned({ ...workspace, name: null }, given, listed)).toContain(`workspace slack:T1${words}`);
});
