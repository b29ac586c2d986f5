namespace Cairn.Cli.Kinds;

/// <summary>One field of a request's body, given as an option: <c>as_role</c> is <c>--as-role</c>.</summary>
/// <param name="Option">Without dashes, where the server calls it otherwise.</param>
/// <param name="Fallback">Sent when the option is not given; null sends nothing.</param>
internal sealed record Field(string Name, string Description, FieldKind Kind = FieldKind.Text, bool Required = false, string? Fallback = null, string? Option = null)
{
    public string Word => Option ?? Name.Replace('_', '-');
}
