// The page that shows cards, bundled, in a window as narrow as two phones.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { build } from "esbuild";
import type { Page } from "playwright-core";
import { projectFolder } from "../../local/child.ts";

const bundled = async (): Promise<string> => {
	const { outputFiles } = await build({
		entryPoints: [join(import.meta.dirname, "app", "main.tsx")],
		bundle: true,
		write: false,
		format: "iife",
		jsx: "automatic",
		target: "es2022",
		logLevel: "silent",
		define: { "process.env.NODE_ENV": '"production"' },
	});
	return outputFiles[0]?.text ?? "";
};

const { resolve } = createRequire(import.meta.url);
const styles = [
	resolve("slack-blocks-to-jsx/dist/style.css"),
	join(projectFolder, "local", "slack", "app", "kit.css"),
	join(projectFolder, "local", "slack", "app", "style.css"),
	resolve("adaptivecards/lib/adaptivecards.css"),
	join(import.meta.dirname, "page.css"),
];

export const openCards = async (page: Page): Promise<void> => {
	const css = (await Promise.all(styles.map((path) => readFile(path, "utf8")))).join("\n");
	await page.setContent(
		'<!doctype html><html lang="en"><main id="pair"><figure><figcaption>Slack</figcaption><div id="slack" class="message"></div></figure><figure><figcaption>Teams</figcaption><div id="teams"></div></figure></main></html>',
	);
	await page.addStyleTag({ content: css });
	await page.addScriptTag({ content: await bundled() });
};
