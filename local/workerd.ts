// One Worker in its own workerd process: `node local/workerd.ts <settings.json>`; ends with SIGTERM.
import { openWorker } from "./miniflare.ts";

const miniflare = openWorker(process.argv[2] ?? "");
for (const signal of ["SIGINT", "SIGTERM"] as const)
	process.once(signal, () => void miniflare.dispose().finally(() => process.exit(0)));
await miniflare.ready;
