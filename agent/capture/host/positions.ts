// A place in the step's text, as the record has it.
export const positions = /* C# */ `
public static class Positions {
	private const int MaxText = 2000;

	/// Null: PowerShell knows none. The statement is the whole line where PowerShell doesn't tell more.
	public static Json Of(InvocationInfo at, Engine engine) {
		if (at == null || at.ScriptLineNumber < 1) return null;
		IScriptExtent extent = engine.Get(at, "ScriptPosition") as IScriptExtent;
		string text = extent == null || string.IsNullOrEmpty(extent.Text) ? at.Line ?? "" : extent.Text;
		return Make(at.ScriptLineNumber, at.OffsetInLine, at.ScriptName, text.Trim());
	}

	public static Json Of(IScriptExtent at) {
		return Make(at.StartLineNumber, at.StartColumnNumber, at.File, at.Text);
	}

	private static Json Make(int line, int column, string file, string text) {
		Json json = new Json().Add("line", line).Add("column", Math.Max(0, column));
		if (!string.IsNullOrEmpty(file)) json.Add("file", Channel.Name(file));
		return json.Add("text", Channel.Cut(text, MaxText));
	}
}
`;
