// In place of packages that botbuilder and Bolt load and that the Worker never calls: 4.4 MB, and a quarter of its start. Their
// classes may be extended and their constants read; a call fails.
const fail = () => {
	throw new Error("This package is left out of the Worker: see [alias] in wrangler.toml.");
};
const leftOut = new Proxy(class {}, {
	get: (target, name) => (typeof name === "symbol" || name in target ? target[name] : leftOut),
	apply: fail,
	construct: fail,
});

module.exports = leftOut;
