// The web client, bundled once, when someone first opens it: programs that only speak to the local Slack never do.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

type Path = "/" | "/app.js" | "/app.css";
type Pages = Record<Path, { type: string; body: string }>;

/** The folder of its pages. */
export const paths: Path[] = ["/", "/app.js", "/app.css"];

let bundled: Promise<Pages> | undefined;

/** A page as the browser is given it. */
export const page = async (path: Path): Promise<Pages[Path]> => {
	bundled ??= bundle();
	return (await bundled)[path];
};

const app = (name: string): string => fileURLToPath(new URL(`app/${name}`, import.meta.url));

const bundle = async (): Promise<Pages> => {
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
