using Cairn.Contracts.Projects.Shapes;

namespace Cairn.Contracts.Projects.Keys;

/// <summary>References to what feeds a port: <c>data.source</c> or <c>step.port</c>, and columns of sources.</summary>
internal static class PortRefs
{
    private const string Name = "[a-z][a-z0-9_-]*";

    public static readonly Shape<PortRef> Input = Of.Pattern("a reference", ParseInput, $"^{Name}[.]{Name}$");
    public static readonly Shape<PortRef> Model = Of.Pattern("a reference", ParseModel, $"^{Name}[.]{Name}$");
    public static readonly Shape<PortRef> Column = Of.Pattern("a reference", ParseColumn, $"^data[.]{Name}[.].+$");

    public static Parsed<PortRef> ParseInput(string text)
    {
        var parts = text.Split('.');
        if (parts.Length != 2 || parts.Any(p => NameRule.CheckName(p) is not null))
        {
            return Parsed.Bad<PortRef>("a reference is data.<source>, features.<feature> or <step>.<port>");
        }

        return Parsed.Good(parts[0] switch
        {
            "data" => new PortRef(parts[1], null, true),
            "features" => new PortRef(parts[1], FeatureView.Table, false) { IsFeature = true },
            _ => new PortRef(parts[0], parts[1], false),
        });
    }

    private static Parsed<PortRef> ParseModel(string text) =>
        ParseInput(text) is { Value: { IsData: false } reference } ? Parsed.Good(reference) : Parsed.Bad<PortRef>("a model is named <step>.<port>, such as train.model");

    private static Parsed<PortRef> ParseColumn(string text)
    {
        var parts = text.Split('.', 3);
        return parts.Length == 3 && parts[0] == "data" && NameRule.CheckName(parts[1]) is null && parts[2].Length > 0
            ? Parsed.Good(new PortRef(parts[1], parts[2], true))
            : Parsed.Bad<PortRef>("a column of a source is data.<source>.<column>");
    }
}
