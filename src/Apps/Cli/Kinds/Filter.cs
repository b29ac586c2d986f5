namespace Cairn.Cli.Kinds;

/// <summary>An option of a list that the server filters by: <c>--state</c> becomes <c>?state=</c>.</summary>
internal sealed record Filter(string Name, string Description);
