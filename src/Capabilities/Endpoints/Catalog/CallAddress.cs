namespace Cairn.Endpoints;

/// <summary>How the reader of a page reaches this server from a program.</summary>
/// <param name="Url">Without a slash at its end.</param>
/// <param name="NeedsToken">Who comes by this address needs a token, in <c>CAIRN_TOKEN</c>.</param>
public sealed record CallAddress(string Url, bool NeedsToken);
