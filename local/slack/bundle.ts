// The web client, bundled when the local Slack starts.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** By path. */
export type Pages = Record<string, { type: string; body: string }>;

const app = (name: string): string => fileURLToPath(new URL(`app/${name}`, import.meta.url));

export const bundle = async (): Promise<Pages> => {
	const { outputFiles } = await build({
		entryPoints: [app("main.tsx")],
		bundle: true,
		write: false,
		minify: true,
		format: "esm",
		jsx: "automatic",
		target: "es2022",
		legalComments: "none",
		logLevel: "silent",
		define: { "process.env.NODE_ENV": '"production"' },
	});
	const rendererStyle = createRequire(import.meta.url).resolve("slack-blocks-to-jsx/dist/style.css");
	const styles = await Promise.all(
		[rendererStyle, app("kit.css"), app("style.css")].map((path) => readFile(path, "utf8")),
	);
	return {
		"/": { type: "text/html; charset=utf-8", body: await readFile(app("index.html"), "utf8") },
		"/app.js": { type: "text/javascript; charset=utf-8", body: outputFiles[0]?.text ?? "" },
		"/app.css": { type: "text/css; charset=utf-8", body: styles.join("\n") },
	};
};
