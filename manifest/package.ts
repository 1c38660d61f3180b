// The Teams app package: the manifest and its icons in a zip, the same bytes for the same deployment.
import { strToU8, zipSync } from "fflate";
import type { TeamsDeployment } from "./deployment.ts";
import { colourIcon, outlineIcon } from "./icons.ts";
import { icons, teamsManifest } from "./teams.ts";

/** Teams wants its files at the zip's top. */
export const teamsPackage = (deployment: TeamsDeployment): Uint8Array =>
	zipSync(
		{
			"manifest.json": strToU8(`${JSON.stringify(teamsManifest(deployment), null, "\t")}\n`),
			[icons.color]: colourIcon(),
			[icons.outline]: outlineIcon(),
		},
		{ mtime: new Date(2000, 0, 1) },
	);
