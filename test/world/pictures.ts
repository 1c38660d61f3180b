// Pictures for the README, taken from the running product where PICTURES is set.
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { projectFolder } from "../../local/child.ts";

export const pictures = Boolean(process.env.PICTURES);

/** `docs/pictures/<name>.png`: the window as it is, or one part of it. */
export const takePicture = async (of: Page | Locator, name: string): Promise<void> => {
	if (!pictures) return;
	await of.screenshot({
		path: join(projectFolder, "docs", "pictures", `${name}.png`),
		animations: "disabled",
	});
};
