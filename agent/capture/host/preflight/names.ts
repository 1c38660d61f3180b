// What command names mean in a session without profile: looked up, with modules told from the text of their manifests alone.
export const names = /* C# */ String.raw`
internal sealed class Names {
	private const int most = 300;
	private static readonly Regex path = new Regex("^(?:\\.{1,2}[\\\\/]|[A-Za-z]:[\\\\/]|/(?![\\\\/]))");
	private static readonly Regex ofModule = new Regex("^[\\w.]+\\\\[\\w-]+$");
	private static readonly Regex odd = new Regex("[\\\\/:*?\\[\\]~]");
	private static readonly Regex own = new Regex("^(?:cd\\\\|cd\\.\\.|cd~|[?%]|[A-Za-z]:)$");

	private const CommandTypes inSession = CommandTypes.Alias | CommandTypes.Function | CommandTypes.Filter | CommandTypes.Cmdlet;

	private readonly CommandInvocationIntrinsics commands;
	private readonly string folder;
	private readonly Manifests manifests;
	private readonly Dictionary<string, Json> known = new Dictionary<string, Json>(StringComparer.OrdinalIgnoreCase);
	/// PATH has an entry on the network: what it holds isn't known.
	private bool far;
	private readonly HashSet<string> unfound = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

	public Names(CommandInvocationIntrinsics commands, string folder, Manifests manifests) {
		this.commands = commands;
		this.folder = folder;
		this.manifests = manifests;
	}

	public IEnumerable<Json> Of(IEnumerable<string> names) {
		foreach (string name in names) Look(name);
		if (unfound.Count > 0) foreach (Export export in manifests.Of(unfound))
			if (!known.ContainsKey(export.Wanted)) known[export.Wanted] = Told(export.Wanted, export.IsAlias ? "module-alias" : "cmdlet", export.File, export.Version, export.Module, export.IsOwn);
		foreach (string name in unfound) if (!known.ContainsKey(name)) known[name] = Told(name, far && !ofModule.IsMatch(name) ? "unclear" : "missing", null, null, null, false);
		return known.Values;
	}

	private void Look(string name) {
		if (known.ContainsKey(name) || unfound.Contains(name) || known.Count + unfound.Count >= most) return;
		if (path.IsMatch(name)) known[name] = AtPath(name);
		else if (ofModule.IsMatch(name)) unfound.Add(name);
		else if (odd.IsMatch(name) && !own.IsMatch(name)) known[name] = Told(name, "unclear", null, null, null, false);
		else if (!InSession(name)) unfound.Add(name);
	}

	private Json AtPath(string name) {
		try {
			string file = Path.GetFullPath(Path.Combine(folder, name.Replace('\\', Path.DirectorySeparatorChar)));
			if (Network.Has(file)) return Told(name, "unclear", null, null, null, false);
			if (!File.Exists(file)) return Told(name, "missing", null, null, null, false);
			return Told(name, file.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase) ? "script" : "program", file, VersionOf(file), null, false);
		} catch (Exception) { return Told(name, "unclear", null, null, null, false); }
	}

	private bool InSession(string name) {
		CommandInfo found = commands.GetCommand(name, inSession);
		AliasInfo alias = found as AliasInfo;
		CmdletInfo cmdlet = found as CmdletInfo;
		if (found == null) return OnPath(name);
		if (alias != null) known[name] = Told(name, "alias", null, null, alias.Definition, true);
		else if (cmdlet != null) known[name] = Told(name, "cmdlet", null, Convert.ToString(cmdlet.Version, CultureInfo.InvariantCulture), cmdlet.ModuleName, true);
		else known[name] = Told(name, "builtin", null, null, null, true);
		if (alias != null) Look(alias.Definition);
		return true;
	}

	/// PowerShell finds it there too, but reads each folder as a whole. A script comes before a program.
	private bool OnPath(string name) {
		bool behind = false;
		foreach (string root in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)) {
			string place = root.Trim().Trim('"');
			if (place == "") continue;
			if (Network.Has(place)) {
				far = behind = true;
				continue;
			}
			foreach (string ending in Endings()) {
				string file;
				try { file = Path.Combine(place, name + ending); } catch (ArgumentException) { break; }
				if (!File.Exists(file)) continue;
				if (behind) known[name] = Told(name, "unclear", null, null, null, false);
				else known[name] = Told(name, file.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase) ? "script" : "program", file, VersionOf(file), null, false);
				return true;
			}
		}
		return false;
	}

	private static IEnumerable<string> Endings() {
		yield return ".ps1";
		yield return "";
		if (Path.DirectorySeparatorChar == '\\')
			foreach (string ending in (Environment.GetEnvironmentVariable("PATHEXT") ?? ".COM;.EXE;.BAT;.CMD").Split(';')) if (ending != "") yield return ending;
	}

	/// Only Windows' programs hold one.
	private static string VersionOf(string file) {
		return Path.DirectorySeparatorChar == '\\' ? FileVersionInfo.GetVersionInfo(file).FileVersion : null;
	}

	private static Json Told(string name, string kind, string path, string version, string module, bool own) {
		return new Json().Add("name", name).Add("kind", kind).Add("path", path).Add("version", version == "" ? null : version).Add("module", module == "" ? null : module).Add("own", own);
	}
}
`;
