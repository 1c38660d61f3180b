// Before anyone approves a step: says what its text holds and what its names mean, and executes, loads and imports nothing of it.
export const answer = /* C# */ String.raw`
public static class Preflight {
	/// Reads lines in base64 of UTF-8 from standard input: the folder that the texts would start in, then the texts. Writes a line of
	/// JSON for each text, and one for all names in them.
	public static void Answer(EngineIntrinsics engine, string home) {
		engine.SessionState.PSVariable.Set("PSModuleAutoLoadingPreference", "None");
		string[] lines = Lines();
		StringBuilder said = new StringBuilder();
		Manifests manifests = new Manifests(home);
		Syntax syntax = new Syntax(manifests);
		for (int i = 1; i < lines.Length; i++) said.Append(syntax.Of(lines[i])).Append('\n');
		Names names = new Names(engine.InvokeCommand, lines[0], manifests);
		said.Append(new Json().AddAll("names", names.Of(syntax.Names))).Append('\n');
		byte[] bytes = new UTF8Encoding(false).GetBytes(said.ToString());
		using (Stream output = Console.OpenStandardOutput()) output.Write(bytes, 0, bytes.Length);
	}

	private static string[] Lines() {
		using (StreamReader reader = new StreamReader(Console.OpenStandardInput()))
			return Array.ConvertAll(reader.ReadToEnd().Split('\n'), line => Encoding.UTF8.GetString(Convert.FromBase64String(line)));
	}
}

/// A text in which PowerShell would load modules or types while it only parses. A carriage return alone ends a line, too.
internal static class Loads {
	private const string comment = "<#(?>[\\s\\S]*?#>)";
	private const string inLine = "(?>(?:[^\\S\\r\\n]|\\p{Z}|${"`"}\\s|" + comment + ")*)";
	private const string gap = "(?>(?:\\s|\\p{Z}|${"`"}|" + comment + "|#[^\\r\\n]*)*)";
	private static readonly Regex pattern = new Regex(
		"using" + gap + "(?:namespace|module|assembly|type|command)|(?:^|[\\r\\n;{}()|&=\\]>])" + inLine + "(?:configuration|workflow)(?=[\\s\\p{Z}\"'\u2018-\u201e${"`"}<#$({]|$)",
		RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(2));

	public static bool Something(string text) {
		try { return pattern.IsMatch(text); }
		catch (RegexMatchTimeoutException) { return true; }
	}
}
`;
