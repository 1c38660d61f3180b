// What installed modules export, as the text of their manifests says: a manifest that is loaded may run code.
export const manifests = /* C# */ String.raw`
/// Looking there would call the machine that a path names.
internal static class Network {
	private static readonly Regex pattern = new Regex("^\\s*(?:[\\\\/]{2}|\\\\\\?\\?\\\\)");

	public static bool Has(string path) { return pattern.IsMatch(path); }
}

internal sealed class Export {
	/// As the step names it: with its module, or without.
	public string Wanted;
	public bool IsAlias;
	public string Module;
	public string Version;
	public string File;
	/// It came with PowerShell or Windows.
	public bool IsOwn;
}

internal sealed class Manifests {
	private const int mostModules = 2000;
	private const long mostBytes = 1000000;
	private readonly List<string> ownRoots = new List<string>();

	public Manifests(string home) {
		ownRoots.Add(home);
		string system = Environment.GetEnvironmentVariable("SystemRoot");
		if (!string.IsNullOrEmpty(system)) ownRoots.Add(Path.Combine(system, "System32\\WindowsPowerShell\\v1.0"));
	}

	/// In the order in which PowerShell looks for modules.
	public IEnumerable<Export> Of(ICollection<string> wanted) {
		int count = 0;
		foreach (string root in Roots()) {
			foreach (string folder in Below(root)) {
				if (count++ == mostModules) yield break;
				string file = FileOf(folder);
				if (file != null) foreach (Export export in In(file, wanted)) yield return export;
			}
		}
	}

	/// In any folder of modules.
	public bool Have(string module) {
		if (module.IndexOfAny(new char[] { '/', '\\', ':', '*' }) >= 0) return true;
		foreach (string root in Roots()) if (Directory.Exists(Path.Combine(root, module))) return true;
		return false;
	}

	/// It came with PowerShell or Windows.
	public bool Bring(string module) { return ownRoots.Exists(root => Directory.Exists(Path.Combine(Path.Combine(root, "Modules"), module))); }

	private static IEnumerable<string> Roots() {
		string folders = Environment.GetEnvironmentVariable("PSModulePath") ?? "";
		foreach (string root in folders.Split(Path.PathSeparator))
			if (root != "" && !Network.Has(root) && Directory.Exists(root)) yield return root;
	}

	private static string[] Below(string folder) {
		try { return Directory.GetDirectories(folder); }
		catch (Exception) { return new string[0]; }
	}

	private static string FileOf(string folder) {
		string name = Path.GetFileName(folder);
		string file = Path.Combine(folder, name + ".psd1");
		if (File.Exists(file)) return file;
		Version newest = null;
		foreach (string below in Below(folder)) {
			Version version;
			string within = Path.Combine(below, name + ".psd1");
			if (!System.Version.TryParse(Path.GetFileName(below), out version) || (newest != null && version < newest) || !File.Exists(within)) continue;
			newest = version;
			file = within;
		}
		if (newest != null) return file;
		file = Path.Combine(folder, name + ".psm1");
		return File.Exists(file) ? file : null;
	}

	private List<Export> In(string file, ICollection<string> wanted) {
		List<Export> found = new List<Export>();
		try {
			if (new FileInfo(file).Length > mostBytes) return found;
			string text = File.ReadAllText(file);
			string module = Path.GetFileNameWithoutExtension(file);
			Dictionary<string, List<string>> here = Mentioned(text, module, wanted);
			if (here.Count == 0 || Loads.Something(text)) return found;
			if (file.EndsWith(".psd1", StringComparison.OrdinalIgnoreCase)) Exported(text, here, found);
			else Defined(text, here, found);
			foreach (Export export in found) {
				export.Module = module;
				export.File = file;
				export.IsOwn = ownRoots.Exists(root => file.StartsWith(root.TrimEnd('\\', '/') + Path.DirectorySeparatorChar, StringComparison.OrdinalIgnoreCase));
			}
		} catch (Exception) { found.Clear(); }
		return found;
	}

	/// Names as the module would export them, to how the step names them.
	private static Dictionary<string, List<string>> Mentioned(string text, string module, ICollection<string> wanted) {
		Dictionary<string, List<string>> here = new Dictionary<string, List<string>>(StringComparer.OrdinalIgnoreCase);
		foreach (string name in wanted) {
			int at = name.IndexOf('\\');
			if (at >= 0 && !name.Substring(0, at).Equals(module, StringComparison.OrdinalIgnoreCase)) continue;
			string bare = name.Substring(at + 1);
			if (text.IndexOf(bare, StringComparison.OrdinalIgnoreCase) < 0) continue;
			if (!here.ContainsKey(bare)) here[bare] = new List<string>();
			here[bare].Add(name);
		}
		return here;
	}

	private static void Exported(string text, Dictionary<string, List<string>> here, List<Export> found) {
		Token[] tokens;
		ParseError[] errors;
		HashtableAst table = Parser.ParseInput(text, out tokens, out errors).Find(one => one is HashtableAst, false) as HashtableAst;
		if (table == null) return;
		string version = null;
		foreach (Tuple<ExpressionAst, StatementAst> pair in table.KeyValuePairs) {
			StringConstantExpressionAst key = pair.Item1 as StringConstantExpressionAst;
			string name = key == null ? "" : key.Value.ToLowerInvariant();
			if (name != "cmdletstoexport" && name != "functionstoexport" && name != "aliasestoexport" && name != "moduleversion") continue;
			foreach (Ast node in pair.Item2.FindAll(part => part is StringConstantExpressionAst, true)) {
				string value = ((StringConstantExpressionAst)node).Value;
				List<string> asked;
				if (name == "moduleversion") version = value;
				else if (here.TryGetValue(value, out asked)) foreach (string one in asked) found.Add(new Export { Wanted = one, IsAlias = name == "aliasestoexport" });
			}
		}
		foreach (Export export in found) export.Version = version;
	}

	private static void Defined(string text, Dictionary<string, List<string>> here, List<Export> found) {
		foreach (KeyValuePair<string, List<string>> one in here)
			if (Regex.IsMatch(text, "^\\s*function\\s+" + Regex.Escape(one.Key) + "(?![\\w-])", RegexOptions.IgnoreCase | RegexOptions.Multiline))
				foreach (string name in one.Value) found.Add(new Export { Wanted = name });
	}
}
`;
