namespace Cairn.Cli.Kinds;

/// <summary>An option of a list that the server filters by: <c>--state</c> becomes <c>?state=</c>.</summary>
/// <param name="Option">Without dashes, where the server calls it otherwise.</param>
internal sealed record Filter(string Name, string Description, string? Option = null)
{
    public string Word => Option ?? Name.Replace('_', '-');
}
