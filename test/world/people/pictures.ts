// Pictures for the README, taken from the running product where PICTURES is set.
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { projectFolder } from "../../../local/child.ts";

export const pictures = Boolean(process.env.PICTURES);

/** In the local Slack: what goes away by itself, and what only shows where the pointer is. */
export const passing =
	".notices, .message > .tools { visibility: hidden } .message:not(.only-you) { background: none !important }";

/** `docs/pictures/<name>.png`: the window as it is, or one part of it. `style` for the moment of the picture alone. */
export const takePicture = async (of: Page | Locator, name: string, style = ""): Promise<void> => {
	if (!pictures) return;
	const path = join(projectFolder, "docs", "pictures", `${name}.png`);
	await of.screenshot({ path, animations: "disabled", ...(style && { style }) });
};
