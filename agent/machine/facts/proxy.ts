// Through which proxy a step's programs would go, by the variables that most of them obey. Credentials stay on the endpoint.
import { listed } from "../../../domain/environment.ts";
import type { Environment } from "../environment.ts";

export const environmentProxy = (env: Environment): string =>
	listed(
		Object.entries(env)
			.filter(([name, value]) => /^(?:https?|all|ftp|no)_proxy$/i.test(name) && value !== "")
			.map(([name, value]) => `${name}=${withoutCredentials(value)}`),
	);

export const withoutCredentials = (proxy: string): string =>
	proxy.replace(/(^|\/\/|[=;\s])[^/@;\s]+@/g, "$1(hidden)@");
