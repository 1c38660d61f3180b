// A text's syntax tree as JSON: each node with its parent's index, its type, where it is, and what its type alone doesn't say.
export const syntax = /* C# */ `
internal sealed class Syntax {
	private const int mostNodes = 20000;
	private const int longest = 2000;
	private const int mostText = 1000000;
	private int left = mostNodes;
	private int spare = mostText;
	private readonly Manifests manifests;
	private readonly HashSet<string> names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

	public Syntax(Manifests manifests) { this.manifests = manifests; }

	/// Of all commands in the texts so far that are named by a constant.
	public IEnumerable<string> Names { get { return names; } }

	public string Of(string text) {
		if (Loads.Something(text)) return new Json().Add("parsed", false).ToString();
		Token[] tokens;
		ParseError[] errors;
		ScriptBlockAst tree = Parser.ParseInput(text, out tokens, out errors);
		List<Json> problems = new List<Json>();
		foreach (ParseError error in errors) {
			if (problems.Count == 20) break;
			IScriptExtent at = error.Extent;
			problems.Add(new Json().Add("id", error.ErrorId).Add("message", error.Message).Add("line", at.StartLineNumber).Add("column", at.StartColumnNumber));
		}
		bool cut;
		List<Json> nodes = Nodes(tree, out cut);
		return new Json().Add("parsed", true).Add("cut", cut).AddAll("problems", problems).Add("lacks", Required(tree, module => !manifests.Have(module))).Add("loads", Required(tree, module => manifests.Have(module) && !manifests.Bring(module))).AddAll("nodes", nodes).ToString();
	}

	/// Modules that #Requires names.
	private static IEnumerable<string> Required(ScriptBlockAst tree, Predicate<string> which) {
		if (tree.ScriptRequirements != null && tree.ScriptRequirements.RequiredModules != null)
			foreach (ModuleSpecification module in tree.ScriptRequirements.RequiredModules) if (which(module.Name)) yield return module.Name;
	}

	private List<Json> Nodes(Ast tree, out bool cut) {
		Dictionary<Ast, int> places = new Dictionary<Ast, int>();
		List<Json> nodes = new List<Json>();
		foreach (Ast node in tree.FindAll(one => true, true)) {
			if (left-- <= 0) break;
			int parent;
			if (node.Parent == null || !places.TryGetValue(node.Parent, out parent)) parent = -1;
			places[node] = nodes.Count;
			string type = node.GetType().Name;
			type = type.EndsWith("Ast", StringComparison.Ordinal) ? type.Substring(0, type.Length - 3) : type;
			Json json = new Json().Add("in", parent).Add("is", type).Add("from", node.Extent.StartOffset).Add("to", node.Extent.EndOffset);
			Tell(node, json);
			nodes.Add(json);
		}
		cut = left < 0;
		return nodes;
	}

	private void Tell(Ast node, Json json) {
		StringConstantExpressionAst text = node as StringConstantExpressionAst;
		ConstantExpressionAst constant = node as ConstantExpressionAst;
		VariableExpressionAst variable = node as VariableExpressionAst;
		CommandAst command = node as CommandAst;
		CommandParameterAst parameter = node as CommandParameterAst;
		MemberExpressionAst member = node as MemberExpressionAst;
		TypeExpressionAst type = node as TypeExpressionAst;
		AttributeBaseAst attribute = node as AttributeBaseAst;
		AssignmentStatementAst assignment = node as AssignmentStatementAst;
		UnaryExpressionAst unary = node as UnaryExpressionAst;
		FunctionDefinitionAst function = node as FunctionDefinitionAst;
		if (text != null) Value(json, text.Value);
		else if (constant != null) Value(json, Convert.ToString(constant.Value, CultureInfo.InvariantCulture));
		else if (variable != null) Flag(Value(json, variable.VariablePath.UserPath), "splatted", variable.Splatted);
		else if (command != null) {
			string name = command.GetCommandName();
			if (name != null && name.Length <= 256) names.Add(name);
			json.Add("value", command.InvocationOperator.ToString());
		}
		else if (parameter != null) Value(json, parameter.ParameterName);
		else if (member != null) Flag(json, "static", member.Static);
		else if (type != null) Value(json, type.TypeName.FullName);
		else if (attribute != null) Value(json, attribute.TypeName.FullName);
		else if (assignment != null) json.Add("value", assignment.Operator.ToString());
		else if (unary != null) json.Add("value", unary.TokenKind.ToString());
		else if (function != null) Value(json, function.Name);
	}

	/// What is longer isn't told: no table knows it.
	private Json Value(Json json, string value) {
		if (value == null || value.Length > longest || value.Length > spare) return json;
		spare -= value.Length;
		return json.Add("value", value);
	}
	private static void Flag(Json json, string name, bool on) { if (on) json.Add(name, true); }
}
`;
